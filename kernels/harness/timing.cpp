#include "kernels/harness/timing.hpp"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

namespace lastmile::kernels {
namespace {

constexpr int kMostInner = 100000;
constexpr int kLeastRounds = 3;

double middle(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

double time_of(const Runnable& runnable, int inner) {
  const double start = clock_s();
  for (int i = 0; i < inner; ++i) runnable.run();
  return std::max(0.0, clock_s() - start - clock_cost_s()) / inner;
}

void run_untimed(const Runnable& runnable, int times) {
  for (int i = 0; i < times; ++i) {
    if (runnable.before) runnable.before();
    runnable.run();
  }
}

int inner_repeats(const Runnable& runnable, const TimingOptions& options) {
  run_untimed(runnable, options.warm_up);
  if (runnable.before) return 1;
  const double once = std::max(time_of(runnable, 1), 1e-9);
  return static_cast<int>(std::clamp(std::ceil(options.shortest_s / once), 1.0, double{kMostInner}));
}

double sample(const Runnable& runnable, int inner, const TimingOptions& options) {
  if (runnable.before) {
    runnable.before();
  } else {
    run_untimed(runnable, options.lead_in);
  }
  return time_of(runnable, inner);
}

double measured_clock_cost() {
  double least = 1;
  for (int i = 0; i < 1000; ++i) {
    const double start = clock_s();
    least = std::min(least, clock_s() - start);
  }
  return least;
}

}  // namespace

Timing summary(std::vector<double> samples, int inner) {
  if (samples.empty()) throw std::invalid_argument("no samples");
  Timing timing;
  timing.samples = static_cast<int>(samples.size());
  timing.inner = inner;
  timing.median_s = middle(samples);
  timing.minimum_s = samples.front();
  for (double& one : samples) one = std::abs(one - timing.median_s);
  timing.spread_s = middle(samples);
  return timing;
}

std::vector<Timing> time_interleaved(const std::vector<Runnable>& runnables, const TimingOptions& options) {
  if (options.repeats < 1) throw std::invalid_argument("repeats must be positive");
  std::vector<int> inner;
  for (const Runnable& one : runnables) inner.push_back(inner_repeats(one, options));
  std::vector<std::vector<double>> samples(runnables.size());
  const double start = clock_s();
  for (int round = 0; round < options.repeats; ++round) {
    if (options.most_s > 0 && round >= kLeastRounds && clock_s() - start > options.most_s) break;
    for (std::size_t i = 0; i < runnables.size(); ++i)
      samples[i].push_back(sample(runnables[i], inner[i], options));
  }
  std::vector<Timing> timings;
  for (std::size_t i = 0; i < runnables.size(); ++i) timings.push_back(summary(std::move(samples[i]), inner[i]));
  return timings;
}

Timing time_one(const Runnable& runnable, const TimingOptions& options) {
  return time_interleaved({runnable}, options).front();
}

double clock_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double clock_cost_s() {
  static const double cost = measured_clock_cost();
  return cost;
}

bool pin_thread(int cpu) {
  if (cpu < 0 || cpu >= CPU_SETSIZE) return false;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0;
}

std::vector<int> allowed_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> found;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return found;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &set)) found.push_back(cpu);
  return found;
}

}  // namespace lastmile::kernels
