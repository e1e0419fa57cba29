#include "kernels/harness/corun.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>

namespace lastmile::kernels {
namespace {

constexpr double kLeastRuns = 6;
constexpr std::size_t kMostRuns = 20000;  // of a window that are remembered

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

struct Series {
  std::vector<double> alone, together, ratio;
  void add(double one, double both) { alone.push_back(one), together.push_back(both), ratio.push_back(both / one); }
  [[nodiscard]] CorunTimes times() const {
    const double one = summary(alone, 1).median_s, both = summary(together, 1).median_s;
    return {one, both, both / one, summary(ratio, 1).spread_s};
  }
};

}  // namespace

Corun corun(const Runnable& first, const Runnable& second, const CorunOptions& options) {
  if (options.rounds < 1) throw std::invalid_argument("rounds must be positive");
  const bool slices = options.first_cpu == options.second_cpu;
  const double longest =
      std::max(alone(first, options.first_cpu, 0.001, false), alone(second, options.second_cpu, 0.001, false));
  const double window = std::max(options.window_s, kLeastRuns * longest);
  Series a, b;
  for (int round = 0; round < options.rounds; ++round) {
    const double first_s = alone(first, options.first_cpu, window, slices);
    const double second_s = alone(second, options.second_cpu, window, slices);
    std::vector<Lane> both{{&first, options.first_cpu}, {&second, options.second_cpu}};
    drive_all(both, window);
    a.add(first_s, run_time(both[0].runs, slices));
    b.add(second_s, run_time(both[1].runs, slices));
  }
  return {a.times(), b.times()};
}

}  // namespace lastmile::kernels
