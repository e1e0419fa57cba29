// What a proportional fair cell remembers of its UEs fades while radio time stands still, as it would if
// the subframes ran: the scheduler is asked for as many empty subframes downwards, and gives nothing away.
// Up it remembers as long as nobody asks, in ns-3 as here.
// 100 subframes at most: e^-1 of the memory is left then (ns-3's window is 99). More of them bring the length
// of a round nearer to that of radio time that runs on, and cost: 100, 200 and 400 gave -0.5, -0.3 and +0.2 %,
// and 60 s of computing 1.09, 1.12 and 1.15 times the CPU time of none (4 UEs, 100 kB each way).
// Checked: tests/cross/frozen_test.cpp, `check network --rows frozen`.
#include <ns3/component-carrier-enb.h>
#include <ns3/ff-mac-scheduler.h>
#include <ns3/lte-enb-net-device.h>

#include <algorithm>

#include "network/ns3/engine_simulator.hpp"
#include "network/ns3/lte_parts.hpp"

namespace lastmile::network {
namespace {

constexpr std::int64_t kMostSubframes = 100;

class Memory {
 public:
  explicit Memory(const LteNetwork& network) {
    for (std::uint32_t i = 0; i < network.cells.GetN(); ++i) {
      const auto cell = ns3::DynamicCast<ns3::LteEnbNetDevice>(network.cells.Get(i));
      const auto carrier = ns3::DynamicCast<ns3::ComponentCarrierEnb>(cell->GetCcMap().at(0));
      schedulers_.push_back(carrier->GetFfMacScheduler()->GetFfMacSchedSapProvider());
    }
  }

  void fade() {
    const auto simulator = ns3::DynamicCast<EngineSimulator>(ns3::Simulator::GetImplementation());
    const Duration stood = simulator->frozen_total() - seen_;
    seen_ = simulator->frozen_total();
    const std::int64_t subframes = std::min(kMostSubframes, stood / std::chrono::milliseconds(1));
    ns3::FfMacSchedSapProvider::SchedDlTriggerReqParameters empty;
    empty.m_sfnSf = (1 << 4) | 1;
    for (std::int64_t i = 0; i < subframes; ++i) {
      for (ns3::FfMacSchedSapProvider* scheduler : schedulers_) scheduler->SchedDlTriggerReq(empty);
    }
  }

 private:
  std::vector<ns3::FfMacSchedSapProvider*> schedulers_;  // live as long as their cells
  Duration seen_{};
};

}  // namespace

void fade_memory(World& world, const LteNetwork& network) {
  const auto memory = std::make_shared<Memory>(network);
  world.woken.push_back([memory] { memory->fade(); });
}

}  // namespace lastmile::network
