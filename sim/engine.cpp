#include "sim/engine.hpp"

namespace lastmile {

std::string Engine::where() const {
  return " (simulated time " + std::to_string(now_.time_since_epoch().count()) + " ns, event " +
         std::to_string(events_run_) + ", seed " + std::to_string(seed_) + ")";
}

bool Engine::step(SimTime limit) {
  const SimTime own = queue_.next_time();
  const SimTime other = guest_ != nullptr ? guest_->next_time() : kNever;
  const SimTime next = own <= other ? own : other;
  if (next == kNever || next > limit) return false;
  ++events_run_;
  if (own <= other) {
    queue_.run_next([this](SimTime time) { now_ = time; });
  } else {
    SIM_CHECK(other >= now_, "guest event in the past");
    now_ = other;
    guest_->run_next();
  }
  return true;
}

void Engine::run(SimTime limit) {
  stopped_ = false;
  try {
    while (!stopped_ && step(limit)) {
    }
  } catch (const InternalError& error) {
    throw InternalError(error.what() + where());
  }
  if (!stopped_ && limit != kNever && now_ < limit) now_ = limit;
}

}  // namespace lastmile
