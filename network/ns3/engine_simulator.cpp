#include "network/ns3/engine_simulator.hpp"

#include <ns3/event-impl.h>
#include <ns3/nstime.h>
#include <ns3/simulator.h>

namespace lastmile::network {

constexpr std::uint32_t kDestroyUid = ns3::EventId::UID::DESTROY;

// Owns one reference to an ns-3 event until it has run or is dropped with the queue.
struct EngineSimulator::Pending {
  Pending(EngineSimulator* s, ns3::EventImpl* e, std::uint32_t c, std::uint32_t u)
      : simulator(s), event(e), context(c), uid(u) {}
  Pending(Pending&& other) noexcept
      : simulator(other.simulator), event(std::exchange(other.event, nullptr)), context(other.context),
        uid(other.uid) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() {
    if (event != nullptr) event->Unref();
  }
  void operator()() { simulator->invoke(event, context, uid); }

  EngineSimulator* simulator;
  ns3::EventImpl* event;
  std::uint32_t context, uid;
};

ns3::TypeId EngineSimulator::GetTypeId() {
  static ns3::TypeId id =
      ns3::TypeId("lastmile::EngineSimulator").SetParent<ns3::SimulatorImpl>().SetGroupName("Core");
  return id;
}

EngineSimulator::~EngineSimulator() = default;

std::int64_t EngineSimulator::local_ns() const {
  return running_ || frozen_ ? local_now_ns_ : engine_ns() - offset_ns_;
}

void EngineSimulator::freeze() {
  if (frozen_) return;
  local_now_ns_ = local_ns();
  frozen_ = true;
}

void EngineSimulator::make_up(std::int64_t length_ns) {
  const std::int64_t until_ns = local_now_ns_ + length_ns;
  while (queue_.next_time() != kNever && to_ns(queue_.next_time()) <= until_ns) run_local();
  local_now_ns_ = until_ns;
}

void EngineSimulator::thaw(Duration period) {
  if (!frozen_) return;
  make_up((engine_ns() - local_now_ns_ - offset_ns_) % period.count());
  const std::int64_t offset_ns = engine_ns() - local_now_ns_;
  frozen_total_ += Duration(offset_ns - offset_ns_);
  offset_ns_ = offset_ns;
  frozen_ = false;
}

SimTime EngineSimulator::next_time() {
  if (frozen_) return kNever;
  const SimTime local = queue_.next_time();
  return local == kNever ? kNever : local + Duration(offset_ns_);
}

void EngineSimulator::run_local() {
  queue_.run_next([this](SimTime time) { local_now_ns_ = current_ns_ = to_ns(time); });
}

void EngineSimulator::invoke(ns3::EventImpl* event, std::uint32_t context, std::uint32_t uid) {
  context_ = context;
  current_uid_ = uid;
  ++event_count_;
  running_ = true;
  event->Invoke();
  running_ = false;
}

ns3::EventId EngineSimulator::post(std::uint32_t context, std::int64_t at_ns, ns3::EventImpl* event) {
  const std::uint32_t uid = next_uid_++;
  queue_.push(SimTime(Duration(at_ns)), Priority::normal, Pending(this, event, context, uid));
  return ns3::EventId(ns3::Ptr<ns3::EventImpl>(event, true), static_cast<std::uint64_t>(at_ns), context, uid);
}

ns3::EventId EngineSimulator::Schedule(const ns3::Time& delay, ns3::EventImpl* event) {
  return post(context_, local_ns() + delay.GetNanoSeconds(), event);
}

void EngineSimulator::ScheduleWithContext(std::uint32_t context, const ns3::Time& delay, ns3::EventImpl* event) {
  post(context, local_ns() + delay.GetNanoSeconds(), event);
}

ns3::EventId EngineSimulator::ScheduleNow(ns3::EventImpl* event) { return post(context_, local_ns(), event); }

ns3::EventId EngineSimulator::ScheduleDestroy(ns3::EventImpl* event) {
  const ns3::EventId id(ns3::Ptr<ns3::EventImpl>(event, false), static_cast<std::uint64_t>(local_ns()),
                        0xffffffff, kDestroyUid);
  at_destroy_.push_back(id);
  return id;
}

void EngineSimulator::Stop(const ns3::Time& delay) { ns3::Simulator::Schedule(delay, &ns3::Simulator::Stop); }

void EngineSimulator::Destroy() {
  destroyed_ = true;
  while (!at_destroy_.empty()) {
    ns3::Ptr<ns3::EventImpl> event = at_destroy_.front().PeekEventImpl();
    at_destroy_.pop_front();
    if (!event->IsCancelled()) event->Invoke();
  }
}

void EngineSimulator::Cancel(const ns3::EventId& id) {
  if (!IsExpired(id)) id.PeekEventImpl()->Cancel();
}

bool EngineSimulator::IsExpired(const ns3::EventId& id) const {
  if (id.PeekEventImpl() == nullptr || id.PeekEventImpl()->IsCancelled()) return true;
  if (id.GetUid() == kDestroyUid) return destroyed_;
  // Against the last event that ran, not against the clock: an event of the engine comes before ns-3's of
  // the same time.
  const auto at = static_cast<std::int64_t>(id.GetTs());
  return at < current_ns_ || (at == current_ns_ && id.GetUid() <= current_uid_);
}

bool EngineSimulator::IsFinished() const { return queue_.size() == 0; }

ns3::Time EngineSimulator::Now() const { return ns3::NanoSeconds(local_ns()); }

ns3::Time EngineSimulator::GetDelayLeft(const ns3::EventId& id) const {
  return IsExpired(id) ? ns3::TimeStep(0) : ns3::NanoSeconds(static_cast<std::int64_t>(id.GetTs()) - local_ns());
}

ns3::Time EngineSimulator::GetMaximumSimulationTime() const { return ns3::TimeStep(0x7fffffffffffffffLL); }

EngineSimulator::Session::Session(Engine& engine)
    : engine_(engine), simulator_(ns3::CreateObject<EngineSimulator>(engine)) {
  // ns-3 keeps a locked set of all Time objects until its resolution is settled, which Simulator::Run()
  // does; here the engine runs the events, so it is settled now. Without this Wi-Fi costs 4.6 times as much.
  ns3::Time::SetResolution(ns3::Time::NS);
  ns3::Simulator::SetImplementation(simulator_);
  engine_.attach(ns3::PeekPointer(simulator_));
}

EngineSimulator::Session::~Session() {
  ns3::Simulator::Destroy();
  engine_.attach(nullptr);
}

}  // namespace lastmile::network
