// ns-3's simulator on the engine's clock.
//
// Implements ns3::SimulatorImpl over the engine's own queue type. ns-3's events wait in a queue of their
// own in ns-3's local time; the engine asks for the earliest at each turn (EventSource), so there is one
// clock, one loop and no lock-step. Local time = engine time minus the time that ns-3 has stood still:
//   freeze()   ns-3's clock stands still; its events wait where they are
//   thaw()     it goes on from where it stood, or a little later: what it has missed is a whole number of
//              periods, so that frames and slots keep their places on the engine's clock. The rest of a
//              period is made up at once, before anything of ours moves
// Facts of ns-3 3.37 that this rests on: event uids are 32 bit and 0-3 are reserved; a cancelled event
// stays in the queue and its Invoke() does nothing; the implementation must be set before any other ns-3
// call; there is one implementation a process.
#pragma once

#include <ns3/ptr.h>
#include <ns3/simulator-impl.h>

#include <cstdint>
#include <list>
#include <memory>

#include "sim/engine.hpp"

namespace lastmile::network {

class EngineSimulator : public ns3::SimulatorImpl, public EventSource {
 public:
  static ns3::TypeId GetTypeId();
  explicit EngineSimulator(Engine& engine) : engine_(engine) {}
  ~EngineSimulator() override;

  /// Makes ns-3 use this engine and attaches it as the engine's guest. Once a process; detached by the
  /// destructor of what it returns, which also destroys the ns-3 world.
  class Session;

  void freeze();
  void thaw(Duration period = Duration(1));
  [[nodiscard]] bool frozen() const { return frozen_; }
  [[nodiscard]] Duration frozen_total() const { return frozen_total_; }
  /// Runs ns-3's events without moving the engine's clock until `done()`; false after `limit` of local time.
  template <class Done>
  bool warm_up(Done&& done, Duration limit) {
    const std::int64_t end_ns = local_ns() + limit.count();
    while (!done()) {
      if (queue_.next_time() == kNever || to_ns(queue_.next_time()) > end_ns) return false;
      run_local();
      offset_ns_ = engine_ns() - local_now_ns_;
    }
    return true;
  }

  // EventSource
  SimTime next_time() override;
  void run_next() override { run_local(); }

  // ns3::SimulatorImpl
  void Destroy() override;
  bool IsFinished() const override;
  void Stop() override { engine_.stop(); }
  void Stop(const ns3::Time& delay) override;
  ns3::EventId Schedule(const ns3::Time& delay, ns3::EventImpl* event) override;
  void ScheduleWithContext(std::uint32_t context, const ns3::Time& delay, ns3::EventImpl* event) override;
  ns3::EventId ScheduleNow(ns3::EventImpl* event) override;
  ns3::EventId ScheduleDestroy(ns3::EventImpl* event) override;
  void Remove(const ns3::EventId& id) override { Cancel(id); }
  void Cancel(const ns3::EventId& id) override;
  bool IsExpired(const ns3::EventId& id) const override;
  void Run() override { engine_.run(); }
  ns3::Time Now() const override;
  ns3::Time GetDelayLeft(const ns3::EventId& id) const override;
  ns3::Time GetMaximumSimulationTime() const override;
  void SetScheduler(ns3::ObjectFactory) override {}
  std::uint32_t GetSystemId() const override { return 0; }
  std::uint32_t GetContext() const override { return context_; }
  std::uint64_t GetEventCount() const override { return event_count_; }

 private:
  struct Pending;
  static std::int64_t to_ns(SimTime t) { return t.time_since_epoch().count(); }
  [[nodiscard]] std::int64_t engine_ns() const { return to_ns(engine_.now()); }
  [[nodiscard]] std::int64_t local_ns() const;
  ns3::EventId post(std::uint32_t context, std::int64_t at_ns, ns3::EventImpl* event);
  void make_up(std::int64_t length_ns);
  void invoke(ns3::EventImpl* event, std::uint32_t context, std::uint32_t uid);
  void run_local();

  Engine& engine_;
  mutable EventQueue queue_;  // in local time; mutable because looking at the head may settle it
  std::list<ns3::EventId> at_destroy_;
  std::int64_t offset_ns_ = 0;      // engine time minus local time, while not frozen
  std::int64_t local_now_ns_ = 0;   // time of the event that runs, or where the clock stands when frozen
  Duration frozen_total_{};
  bool frozen_ = false;
  bool running_ = false;
  bool destroyed_ = false;
  std::uint32_t context_ = 0xffffffff;
  std::uint32_t next_uid_ = 4;
  std::uint32_t current_uid_ = 0;  // of the event that runs or ran last, and its time
  std::int64_t current_ns_ = 0;
  std::uint64_t event_count_ = 0;
};

class EngineSimulator::Session {
 public:
  explicit Session(Engine& engine);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();
  EngineSimulator& operator*() const { return *simulator_; }
  EngineSimulator* operator->() const { return ns3::PeekPointer(simulator_); }

 private:
  Engine& engine_;
  ns3::Ptr<EngineSimulator> simulator_;
};

}  // namespace lastmile::network
