// ns-3's side: a scheduler driven the way ns-3's simulator drives it, a new EventImpl an event.
// C++17.
#include <ns3/event-impl.h>
#include <ns3/make-event.h>
#include <ns3/object-factory.h>
#include <ns3/scheduler.h>

#include "tests/bench/engine/hold.hpp"

namespace lastmile::bench {
namespace {

class Ns3Hold final : public Hold {
 public:
  Ns3Hold(const std::string& scheduler, std::size_t pending) {
    ns3::ObjectFactory factory;
    factory.SetTypeId("ns3::" + scheduler);
    queue_ = factory.Create<ns3::Scheduler>();
    for (std::size_t i = 0; i < pending; ++i) schedule();
  }
  ~Ns3Hold() override {
    while (!queue_->IsEmpty()) queue_->RemoveNext().impl->Unref();
  }

  std::uint64_t run(std::size_t events) override {
    for (std::size_t i = 0; i < events; ++i) {
      const ns3::Scheduler::Event next = queue_->RemoveNext();
      now_ = next.key.m_ts;
      next.impl->Invoke();
      next.impl->Unref();
    }
    return sum_;
  }

 private:
  void schedule() {
    ns3::Scheduler::Event event;
    event.impl = ns3::MakeEvent(&Ns3Hold::fire, this);
    event.key.m_ts = now_ + static_cast<std::uint64_t>(increments_.next());
    event.key.m_uid = ++uid_;
    event.key.m_context = 0;
    queue_->Insert(event);
  }
  void fire() {
    sum_ = sum_ * 31 + now_;
    schedule();
  }

  ns3::Ptr<ns3::Scheduler> queue_;
  Increments increments_;
  std::uint64_t now_ = 0, sum_ = 0;
  std::uint32_t uid_ = 0;
};

}  // namespace

std::vector<std::string> ns3_schedulers() {
  return {"PriorityQueueScheduler", "MapScheduler", "HeapScheduler", "CalendarScheduler"};
}

Hold* new_ns3_hold(const std::string& scheduler, std::size_t pending) {
  return new Ns3Hold(scheduler, pending);
}

}  // namespace lastmile::bench
