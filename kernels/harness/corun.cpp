#include "kernels/harness/corun.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>

#include "kernels/harness/probes.hpp"

namespace lastmile::kernels {
namespace {

constexpr double kLeastRuns = 6;
constexpr std::size_t kMostRuns = 20000;  // of a window that are remembered
constexpr long kProbeRounds = 10000;
constexpr double kProbeWindow = 0.002;
constexpr double kApart = 1.25;  // core share of two cores
constexpr int kLeastApart = 3;
constexpr int kMostTries = 3;

struct Lane {
  const Runnable* work;
  int cpu;
  std::vector<double> runs = {};
  bool pinned = true;
};

// Runs until it is told to stop; counts what ended before, and at least one run.
void drive(Lane& lane, std::atomic<int>& ready, const std::atomic<bool>& go, const std::atomic<bool>& stop) {
  lane.pinned = pin_thread(lane.cpu);
  lane.runs.reserve(kMostRuns);
  lane.work->run();
  ++ready;
  while (!go.load()) std::this_thread::yield();
  double before = clock_s();
  while (lane.runs.empty() || !stop.load(std::memory_order_relaxed)) {
    lane.work->run();
    if (!lane.runs.empty() && stop.load(std::memory_order_relaxed)) break;  // the other may have ended meanwhile
    const double now = clock_s();
    if (lane.runs.size() < kMostRuns) lane.runs.push_back(now - before);
    before = now;
  }
}

void drive_all(std::vector<Lane>& lanes, double window_s) {
  std::atomic<int> ready{0};
  std::atomic<bool> go{false}, stop{false};
  std::vector<std::thread> threads;
  for (Lane& lane : lanes) threads.emplace_back([&lane, &ready, &go, &stop] { drive(lane, ready, go, stop); });
  while (ready.load() < static_cast<int>(lanes.size())) std::this_thread::sleep_for(std::chrono::microseconds(50));
  go = true;
  std::this_thread::sleep_for(std::chrono::duration<double>(window_s));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  for (const Lane& lane : lanes)
    if (!lane.pinned) throw std::invalid_argument("processor " + std::to_string(lane.cpu) + " cannot be had");
}

double run_time(std::vector<double>& runs, bool slices) {
  if (slices) return std::accumulate(runs.begin(), runs.end(), 0.0) / static_cast<double>(runs.size());
  const auto quartile = runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 4);
  std::nth_element(runs.begin(), quartile, runs.end());
  return *quartile;
}

double alone(const Runnable& work, int cpu, double window_s, bool slices) {
  std::vector<Lane> lanes{{&work, cpu}};
  drive_all(lanes, window_s);
  return run_time(lanes[0].runs, slices);
}

double core_share(const CorunOptions& options) {
  if (options.first_cpu == options.second_cpu) return 2;
  const Probes& probe = probes(best_isa());
  [[maybe_unused]] volatile float sink = 0;
  const Runnable loop{"fma", [&] { sink = probe.multiply_add(kProbeRounds); }, {}};
  const double one = alone(loop, options.first_cpu, kProbeWindow, false);
  std::vector<Lane> both{{&loop, options.first_cpu}, {&loop, options.second_cpu}};
  drive_all(both, kProbeWindow);
  return run_time(both[0].runs, false) / one;
}

struct Round {
  double first_alone, second_alone, first, second, share;
};

struct Series {
  std::vector<double> alone, together, ratio;
  void add(double one, double both) { alone.push_back(one), together.push_back(both), ratio.push_back(both / one); }
  [[nodiscard]] CorunTimes times() const {
    const double one = summary(alone, 1).median_s, both = summary(together, 1).median_s;
    return {one, both, both / one, summary(ratio, 1).spread_s};
  }
};

Round one_round(const Runnable& first, const Runnable& second, const CorunOptions& options, double window_s) {
  const bool slices = options.first_cpu == options.second_cpu;
  Round round{};
  round.first_alone = alone(first, options.first_cpu, window_s, slices);
  round.second_alone = alone(second, options.second_cpu, window_s, slices);
  std::vector<Lane> both{{&first, options.first_cpu}, {&second, options.second_cpu}};
  drive_all(both, window_s);
  round.first = run_time(both[0].runs, slices);
  round.second = run_time(both[1].runs, slices);
  return round;
}

Corun result(const std::vector<Round>& rounds) {
  Series first, second;
  std::vector<double> share;
  for (const Round& round : rounds) {
    first.add(round.first_alone, round.first);
    second.add(round.second_alone, round.second);
    share.push_back(round.share);
  }
  return {first.times(), second.times(), summary(share, 1).median_s, static_cast<int>(rounds.size())};
}

}  // namespace

Corun corun(const Runnable& first, const Runnable& second, const CorunOptions& options) {
  if (options.rounds < 1) throw std::invalid_argument("rounds must be positive");
  const bool slices = options.first_cpu == options.second_cpu;
  const double longest =
      std::max(alone(first, options.first_cpu, 0.001, false), alone(second, options.second_cpu, 0.001, false));
  const double window = std::max(options.window_s, kLeastRuns * longest);
  std::vector<Round> all, apart;
  double before = core_share(options);
  while (static_cast<int>(all.size()) < kMostTries * options.rounds && static_cast<int>(apart.size()) < options.rounds) {
    Round round = one_round(first, second, options, window);
    const double after = core_share(options);
    round.share = std::max(before, after);
    before = after;
    all.push_back(round);
    if (slices || round.share < kApart) apart.push_back(round);
  }
  return result(static_cast<int>(apart.size()) >= std::min(kLeastApart, options.rounds) ? apart : all);
}

}  // namespace lastmile::kernels
