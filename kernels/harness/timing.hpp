// Times a set of runnables against each other on one machine.
//
// Formulae   sample = time of `inner` runs / inner, inner = ceil(shortest_s / time of one run), at most 100,000
//            median of the samples; spread = median of |sample - median|; minimum of the samples
// Order      warm-up of each, then sample i of every runnable before sample i + 1 of any: what changes with
//            time (clock, neighbours) meets all of them alike
// Caches     warm: `lead_in` untimed runs come before each sample, so that it finds its own data where its own
//            last run left them. `before` (untimed, before every single run, which is then timed alone) makes
//            any other state; cold_state() in call_run.hpp makes that of a kernel inside a network
// Validity   times above 20 times the cost of reading the clock (clock_cost_s()); that cost is subtracted
// Ignores    interrupts and neighbours: look at minimum against median, and at the peak before and after
// Tests      tests/unit/kernels/timing_test.cpp
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lastmile::kernels {

struct Runnable {
  std::string name;
  std::function<void()> run;
  std::function<void()> before;  ///< may be empty
};

struct TimingOptions {
  int warm_up = 2;             ///< untimed runs at the start
  int lead_in = 1;             ///< untimed runs before each sample, unless there is `before`
  int repeats = 20;            ///< samples of each runnable
  double shortest_s = 100e-6;  ///< a sample lasts at least that long, by inner repeats
  double most_s = 0;           ///< no new round of samples after that (but three are made); 0: no limit
};

struct Timing {
  double minimum_s = 0;
  double median_s = 0;
  double spread_s = 0;  ///< median absolute deviation from the median
  int samples = 0;
  int inner = 1;
};

/// Of samples in seconds; REQUIRES at least one.
Timing summary(std::vector<double> samples, int inner);
/// In the order of the runnables.
std::vector<Timing> time_interleaved(const std::vector<Runnable>& runnables, const TimingOptions& options = {});
Timing time_one(const Runnable& runnable, const TimingOptions& options = {});

/// Seconds of a monotonic clock.
double clock_s();
/// What two readings of the clock in a row show.
double clock_cost_s();
/// Binds the calling thread to a processor; false where the system refuses.
bool pin_thread(int cpu);
/// Processors that the calling thread may run on.
std::vector<int> allowed_cpus();

}  // namespace lastmile::kernels
