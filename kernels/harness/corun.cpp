#include "kernels/harness/corun.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace lastmile::kernels {
namespace {

constexpr double kLeastRuns = 6;

struct Lane {
  const Runnable* work;
  int cpu;
  double run_s = 0;
  bool pinned = true;
};

// Runs until it is told to stop; counts what ended before, and at least one run.
void drive(Lane& lane, std::atomic<int>& ready, const std::atomic<bool>& go, const std::atomic<bool>& stop) {
  lane.pinned = pin_thread(lane.cpu);
  lane.work->run();
  ++ready;
  while (!go.load()) std::this_thread::yield();
  long runs = 0;
  const double start = clock_s();
  double end = start;
  while (runs == 0 || !stop.load(std::memory_order_relaxed)) {
    lane.work->run();
    if (runs > 0 && stop.load(std::memory_order_relaxed)) break;  // the other may have ended meanwhile
    ++runs;
    end = clock_s();
  }
  lane.run_s = (end - start) / static_cast<double>(runs);
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

double alone(const Runnable& work, int cpu, double window_s) {
  std::vector<Lane> lanes{{&work, cpu}};
  drive_all(lanes, window_s);
  return lanes[0].run_s;
}

struct Series {
  std::vector<double> alone, together, ratio;
  void add(double one, double both) { alone.push_back(one), together.push_back(both), ratio.push_back(both / one); }
  [[nodiscard]] CorunTimes times() const {
    const Timing slowdown = summary(ratio, 1);
    return {summary(alone, 1).median_s, summary(together, 1).median_s, slowdown.median_s, slowdown.spread_s};
  }
};

}  // namespace

Corun corun(const Runnable& first, const Runnable& second, const CorunOptions& options) {
  if (options.rounds < 1) throw std::invalid_argument("rounds must be positive");
  const double longest =
      std::max(alone(first, options.first_cpu, 0.001), alone(second, options.second_cpu, 0.001));
  const double window = std::max(options.window_s, kLeastRuns * longest);
  Series a, b;
  for (int round = 0; round < options.rounds; ++round) {
    const double first_s = alone(first, options.first_cpu, window);
    const double second_s = alone(second, options.second_cpu, window);
    std::vector<Lane> both{{&first, options.first_cpu}, {&second, options.second_cpu}};
    drive_all(both, window);
    a.add(first_s, both[0].run_s);
    b.add(second_s, both[1].run_s);
  }
  return {a.times(), b.times()};
}

}  // namespace lastmile::kernels
