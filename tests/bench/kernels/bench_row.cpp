#include "tests/bench/kernels/bench_row.hpp"

#include <algorithm>
#include <chrono>

namespace lastmile::bench {
namespace {

double seconds_of(const std::function<void()>& run) {
  const auto start = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void time_turn(const Contender& contender, double seconds, std::vector<double>& times) {
  contender.run();
  for (double spent = 0; spent < seconds;) {
    times.push_back(seconds_of(contender.run));
    spent += times.back();
  }
}

}  // namespace

std::vector<Timing> interleave(const std::vector<Contender>& contenders, int passes,
                               double seconds_a_pass) {
  std::vector<std::vector<double>> times(contenders.size());
  for (int pass = 0; pass < passes; ++pass)
    for (std::size_t i = 0; i < contenders.size(); ++i)
      time_turn(contenders[i], seconds_a_pass, times[i]);
  std::vector<Timing> timings;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    std::sort(times[i].begin(), times[i].end());
    timings.push_back({contenders[i].name, times[i].front(), times[i][times[i].size() / 2]});
  }
  return timings;
}

double quick_best_s(const std::function<void()>& run, int runs) {
  run();
  double best = seconds_of(run);
  for (int i = 1; i < runs; ++i) best = std::min(best, seconds_of(run));
  return best;
}

}  // namespace lastmile::bench
