#include "policies/execute/running_jobs.hpp"

#include <algorithm>
#include <limits>

namespace lastmile::policies {
namespace {

constexpr double kDone_s = 1e-9;  // the clock's own step

}  // namespace

RunningJobs::RunningJobs(Engine& engine, const models::DeviceProfile& device, const models::Processor& processor)
    : engine_(engine), sharing_(processor.sharing ? &*processor.sharing : nullptr), since_(engine.now()) {
  if (device.thermal) heat_.emplace(*device.thermal, device.idle, processor.load);
}

void RunningJobs::enter(Run& run) {
  settle();
  runs_.push_back(&run);
  run.running_ = true;
  plan();
}

void RunningJobs::leave(Run& run) {
  settle();
  std::erase(runs_, &run);
  run.running_ = false;
  plan();
}

void RunningJobs::settle() {
  const double elapsed = to_seconds(engine_.now() - since_);
  since_ = engine_.now();
  for (Run* run : runs_) run->left_s_ -= elapsed * run->rate_;
  if (heat_) heat_->advance(elapsed, !runs_.empty());
}

void RunningJobs::finish() {
  for (Run* run : runs_) {
    if (run->left_s_ >= kDone_s) continue;
    run->running_ = false;
    const std::coroutine_handle<> waiting = run->waiting_;
    run->wake_ = engine_.after(Duration(0), [waiting] { waiting.resume(); });
  }
  std::erase_if(runs_, [](const Run* run) { return !run->running_; });
}

double RunningJobs::slowdown(const Run& run) const {
  if (sharing_ == nullptr) return 1;
  models::Demand others;
  for (const Run* other : runs_)
    if (other != &run) others += other->demand_;
  return sharing_->interference.slowdown(run.demand_, others);
}

void RunningJobs::plan() {
  engine_.cancel(next_);
  if (runs_.empty()) return;
  double soonest = heat_ ? heat_->seconds_to_limit() : std::numeric_limits<double>::infinity();
  const double speed = heat_ ? heat_->speed() : 1;
  for (Run* run : runs_) {
    run->rate_ = speed / slowdown(*run);
    soonest = std::min(soonest, run->left_s_ / run->rate_);
  }
  const Duration wait = seconds(std::max(soonest - 0.5e-9, 0.0));  // rounded to the nearest
  next_ = engine_.after(std::max(wait, Duration(1)), [this] {
    settle();
    finish();
    plan();
  });
}

}  // namespace lastmile::policies
