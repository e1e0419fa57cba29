// The clock. One Engine a simulation, passed by reference; no singleton.
//
// Events run in the order (time, priority, sequence of scheduling). A guest source of events (ns-3's
// side of the world) shares the clock: at each turn the earlier of the two runs, the engine's own first
// when both are due at the same time. C++17-clean: network/ns3 includes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/event_queue.hpp"
#include "sim/random.hpp"
#include "sim/units.hpp"

namespace lastmile {

/// Another queue of events on the same clock.
class EventSource {
 public:
  virtual ~EventSource() = default;
  /// Time on the engine's clock of the next event, or kNever (empty, or standing still).
  virtual SimTime next_time() = 0;
  /// Runs that event. The engine's clock already shows its time.
  virtual void run_next() = 0;
};

class Engine {
 public:
  explicit Engine(std::uint64_t seed = 1) : seed_(seed) {}

  [[nodiscard]] SimTime now() const { return now_; }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  /// The stream of one component, the same whatever else exists.
  [[nodiscard]] RandomStream random(std::string_view name) const { return RandomStream(seed_, name); }

  /// REQUIRES: time >= now().
  template <class F>
  EventId at(SimTime time, F&& callable, Priority priority = Priority::normal) {
    SIM_CHECK(time >= now_, "event in the past" + where());
    return queue_.push(time, priority, std::forward<F>(callable));
  }
  template <class F>
  EventId after(Duration delay, F&& callable, Priority priority = Priority::normal) {
    return at(now_ + delay, std::forward<F>(callable), priority);
  }
  bool cancel(EventId id) { return queue_.cancel(id); }
  [[nodiscard]] bool pending(EventId id) const { return queue_.pending(id); }

  /// Runs until nothing is pending, stop() was called, or the limit is reached (events at the limit run).
  void run(SimTime limit = kNever);
  void stop() { stopped_ = true; }

  /// At most one guest; null detaches. The guest outlives its attachment.
  void attach(EventSource* guest) { guest_ = guest; }

  [[nodiscard]] std::uint64_t events_run() const { return events_run_; }
  [[nodiscard]] std::size_t events_pending() const { return queue_.size(); }

 private:
  bool step(SimTime limit);
  [[nodiscard]] std::string where() const;

  EventQueue queue_;
  EventSource* guest_ = nullptr;
  SimTime now_{};
  std::uint64_t seed_;
  std::uint64_t events_run_ = 0;
  bool stopped_ = false;
};

}  // namespace lastmile
