#include "scenarios/host/sweep/run_points.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <memory>
#include <set>

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

constexpr double kBatch_s = 0.05, kMostOfBatch = 64;

class PointsRunner {
 public:
  PointsRunner(const SweepPlan& plan, const PointsOptions& options, DonePoints done)
      : plan_(plan),
        options_(options),
        agenda_(plan, options.shard, std::move(done)),
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
    std::vector<std::uint64_t> numbers;
    std::unique_ptr<ForkedChild> child;
  };

  [[nodiscard]] bool room() const {
    if (running_.size() >= static_cast<std::size_t>(options_.jobs)) return false;
    const double each = std::max(options_.expected_bytes, outcome_.peak_memory_bytes);
    return running_.empty() || each * static_cast<double>(running_.size() + 1) <= memory_;
  }
  void start_more() {
    while (room()) {
      std::vector<std::uint64_t> numbers = take();
      if (numbers.empty()) return;
      auto child = start(numbers);
      running_.push_back({std::move(numbers), std::move(child)});
    }
  }
  [[nodiscard]] bool fluid(std::uint64_t number) const {
    return plan_.settings(plan_.point(number).cell).network == "fluid";
  }
  std::optional<std::uint64_t> next() {
    if (returned_.empty()) return agenda_.next();
    const std::uint64_t number = returned_.front();
    returned_.pop_front();
    return number;
  }
  /// What one process gets to do.
  std::vector<std::uint64_t> take() {
    std::vector<std::uint64_t> numbers;
    const double mean_s = timed_ == 0 ? kBatch_s : wall_s_ / static_cast<double>(timed_);
    const auto most =
        static_cast<std::size_t>(std::clamp(kBatch_s / std::max(mean_s, 1e-6), 1.0, kMostOfBatch));
    while (numbers.size() < most) {
      const auto number = next();
      if (!number) break;
      const bool alone = !fluid(*number) || alone_.contains(*number);
      if (alone && !numbers.empty()) {
        returned_.push_front(*number);
        break;
      }
      numbers.push_back(*number);
      if (alone) break;
    }
    return numbers;
  }
  [[nodiscard]] std::unique_ptr<ForkedChild> start(
      const std::vector<std::uint64_t>& numbers) const {
    if (fluid(numbers.front()))
      return std::make_unique<ForkedChild>(
          [this, numbers] { return run_batch(plan_, numbers, cache_, kBatch_s); });
    return std::make_unique<ForkedChild>(
        std::vector<std::string>{"lastmile-sim", "sweep-point", options_.folder,
                                 "--number=" + std::to_string(numbers.front())});
  }
  void wait_for_news() {
    std::vector<pollfd> ends;
    for (const Running& one : running_) ends.push_back({one.child->pipe(), POLLIN, 0});
    interrupt_.poll(ends, 1000);
    for (std::size_t i = ends.size(); i-- > 0;) {
      if (ends[i].revents == 0 || running_[i].child->read_some()) continue;
      const Running ended = std::move(running_[i]);
      running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
      finish(ended.numbers, ended.child->answer());
    }
  }
  void finish(const std::vector<std::uint64_t>& numbers, const ForkedAnswer& answer) {
    outcome_.cpu_s += answer.cpu_s;
    outcome_.peak_memory_bytes = std::max(outcome_.peak_memory_bytes, answer.peak_memory_bytes);
    if (!answer.ok && numbers.size() == 1)
      return store(numbers.front(), {false, answer.error}, answer.peak_memory_bytes);
    const std::vector<PointAnswer> answers =
        answer.ok ? answers_of(answer.text) : std::vector<PointAnswer>();
    for (std::size_t i = numbers.size(); i-- > answers.size();) {
      returned_.push_front(numbers[i]);
      if (!answer.ok) alone_.insert(numbers[i]);
    }
    for (std::size_t i = 0; i < answers.size(); ++i)
      store(numbers[i], answers[i], answer.peak_memory_bytes);
  }
  void store(std::uint64_t number, const PointAnswer& answer, double peak_memory_bytes) {
    ++outcome_.run;
    std::optional<double> value;
    if (answer.ok) {
      const PointResult result = PointResult::from(answer.text);
      outcome_.scenario_cpu_s += result.cpu_s;
      wall_s_ += result.wall_s;
      ++timed_;
      value = point_indicator(plan_, answer.text);
    } else {
      ++outcome_.failed;
      if (outcome_.first_error.empty())
        outcome_.first_error = plan_.describe(number) + ": " + answer.text;
    }
    writer_.write({number, answer.ok ? PartState::done : PartState::failed, plan_.hash(number),
                   peak_memory_bytes, answer.text});
    agenda_.ended(number, value);
  }
  void show_progress() {
    if (!progress_.live()) return;
    const auto total = static_cast<double>(std::max<std::uint64_t>(1, agenda_.wanted()));
    std::string detail =
        std::to_string(agenda_.ended()) + " of " + std::to_string(agenda_.wanted()) + " points";
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
  std::deque<std::uint64_t> returned_;  ///< taken, but not run
  std::set<std::uint64_t> alone_;       ///< of processes that died
  double wall_s_ = 0;                   ///< of the points that ended here
  std::uint64_t timed_ = 0;
  Progress progress_{stderr, "sweep"};
  InterruptGuard interrupt_;
  PointsOutcome outcome_;
};

}  // namespace

PointsOutcome run_points(const SweepPlan& plan, const PointsOptions& options) {
  return PointsRunner(plan, options, done_points(plan, options.folder)).run();
}

}  // namespace lastmile::scenarios
