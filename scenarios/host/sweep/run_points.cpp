#include "scenarios/host/sweep/run_points.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>

#include "scenarios/host/forked_child.hpp"
#include "scenarios/host/free_memory.hpp"
#include "scenarios/host/interrupt.hpp"
#include "scenarios/host/sweep/missing_points.hpp"
#include "scenarios/host/sweep/part_store.hpp"
#include "scenarios/host/sweep/point.hpp"
#include "sim/error.hpp"
#include "sim/progress.hpp"

namespace lastmile::scenarios {
namespace {

using WallClock = std::chrono::steady_clock;

class PointsRunner {
 public:
  PointsRunner(const SweepPlan& plan, const PointsOptions& options, DonePoints done)
      : plan_(plan), options_(options), agenda_(plan, options.shard, std::move(done)),
        writer_(options.folder, options.few_files),
        memory_(options.memory_bytes > 0 ? options.memory_bytes : free_memory_bytes()),
        cache_(options.folder + "/cache") {
    std::filesystem::create_directories(cache_);
  }

  PointsOutcome run() {
    const WallClock::time_point start = WallClock::now();
    outcome_.known = agenda_.ended();
    start_more();
    while (!running_.empty() && !outcome_.interrupted) {
      wait_for_news();
      outcome_.interrupted = interrupt_.interrupted();
      if (!outcome_.interrupted) start_more();
      show_progress();
    }
    running_.clear();  // kills what still runs
    outcome_.wall_s = std::chrono::duration<double>(WallClock::now() - start).count();
    return outcome_;
  }

 private:
  struct Running {
    std::uint64_t number;
    std::unique_ptr<ForkedChild> child;
  };

  [[nodiscard]] bool room() const {
    if (running_.size() >= static_cast<std::size_t>(options_.jobs)) return false;
    const double each = std::max(options_.expected_bytes, outcome_.peak_memory_bytes);
    return running_.empty() || each * static_cast<double>(running_.size() + 1) <= memory_;
  }
  void start_more() {
    while (room()) {
      const auto number = agenda_.next();
      if (!number) return;
      running_.push_back({*number, start(*number)});
    }
  }
  [[nodiscard]] std::unique_ptr<ForkedChild> start(std::uint64_t number) const {
    const bool fresh = plan_.settings(plan_.point(number).cell).network != "fluid";
    if (!fresh) return std::make_unique<ForkedChild>([this, number] { return run_point(plan_, number, cache_).bytes(); });
    return std::make_unique<ForkedChild>(std::vector<std::string>{
        "lastmile-sim", "sweep-point", options_.folder, "--number=" + std::to_string(number)});
  }
  void wait_for_news() {
    std::vector<pollfd> ends;
    for (const Running& one : running_) ends.push_back({one.child->pipe(), POLLIN, 0});
    interrupt_.poll(ends, 1000);
    for (std::size_t i = ends.size(); i-- > 0;) {
      if (ends[i].revents == 0 || running_[i].child->read_some()) continue;
      const Running ended = std::move(running_[i]);
      running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
      finish(ended.number, ended.child->answer());
    }
  }
  void finish(std::uint64_t number, ForkedAnswer answer) {
    ++outcome_.run;
    outcome_.cpu_s += answer.cpu_s;
    outcome_.peak_memory_bytes = std::max(outcome_.peak_memory_bytes, answer.peak_memory_bytes);
    std::optional<double> value;
    if (answer.ok) {
      outcome_.scenario_cpu_s += PointResult::from(answer.text).cpu_s;
      value = point_indicator(plan_, answer.text);
    } else {
      ++outcome_.failed;
      if (outcome_.first_error.empty()) outcome_.first_error = plan_.describe(number) + ": " + answer.error;
    }
    writer_.write({number, answer.ok ? PartState::done : PartState::failed, plan_.hash(number),
                   answer.peak_memory_bytes, answer.ok ? std::move(answer.text) : std::move(answer.error)});
    agenda_.ended(number, value);
  }
  void show_progress() {
    if (!progress_.live()) return;
    const auto total = static_cast<double>(std::max<std::uint64_t>(1, agenda_.wanted()));
    std::string detail = std::to_string(agenda_.ended()) + " of " + std::to_string(agenda_.wanted()) + " points";
    if (outcome_.failed > 0) detail += ", " + std::to_string(outcome_.failed) + " failed";
    progress_.update(static_cast<double>(agenda_.ended()) / total, detail);
  }

  const SweepPlan& plan_;
  const PointsOptions& options_;
  Agenda agenda_;
  PartWriter writer_;
  double memory_;
  std::string cache_;
  std::vector<Running> running_;
  Progress progress_{stderr, "sweep"};
  InterruptGuard interrupt_;
  PointsOutcome outcome_;
};

}  // namespace

PointsOutcome run_points(const SweepPlan& plan, const PointsOptions& options) {
  return PointsRunner(plan, options, done_points(plan, options.folder)).run();
}

}  // namespace lastmile::scenarios
