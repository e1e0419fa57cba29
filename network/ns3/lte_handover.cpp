// Handover between LTE cells: event A3, a neighbour `a3_hysteresis_db` stronger than the serving cell for
// `a3_time`, by RSRP as ns-3 measures it (periods of 200 ms, filtered by layer 3), over X2. RRC messages
// are ideal (a fixed delay, never lost). X2 forwards what waits for the UE at the old cell; what is lost on
// the air TCP repeats.
// While ns-3's clock stands still a UE may move out of its cell. When the clock goes on, ns-3 runs alone
// first, at one instant of the engine's, until every UE is connected to a cell that A3 would keep.
#include <ns3/double.h>
#include <ns3/lte-enb-net-device.h>
#include <ns3/lte-ue-net-device.h>
#include <ns3/lte-ue-rrc.h>
#include <ns3/simulator.h>

#include "network/ns3/engine_simulator.hpp"
#include "network/ns3/lte_parts.hpp"

namespace lastmile::network {
namespace {

constexpr Duration kMeasure = std::chrono::seconds(2);  // filtered measurements and the handover itself

class Follower {
 public:
  Follower(const World& world, const LteLink& link, const LteNetwork& network)
      : hysteresis_db_(link.a3_hysteresis_db), limit_(link.a3_time + kMeasure), coverage_(link, network) {
    for (std::uint32_t i = 0; i < network.ues.GetN(); ++i) {
      const ns3::Ptr<ns3::NetDevice> device = network.ues.Get(i);
      if (!world.movements->moves(link.ues[i])) continue;
      ues_.push_back({device->GetNode(), ns3::DynamicCast<ns3::LteUeNetDevice>(device)->GetRrc()});
    }
    for (std::uint32_t i = 0; i < network.cells.GetN(); ++i) {
      ids_.push_back(ns3::DynamicCast<ns3::LteEnbNetDevice>(network.cells.Get(i))->GetCellId());
    }
  }
  [[nodiscard]] bool any() const { return !ues_.empty(); }

  void catch_up() {
    const auto simulator = ns3::DynamicCast<EngineSimulator>(ns3::Simulator::GetImplementation());
    looked_ms_ = -1;
    simulator->warm_up([this] { return followed(); }, limit_);
  }

 private:
  struct Ue {
    ns3::Ptr<ns3::Node> node;
    ns3::Ptr<ns3::LteUeRrc> rrc;
  };

  bool followed() {
    const std::int64_t ms = ns3::Simulator::Now().GetMilliSeconds();
    if (ms == looked_ms_) return false;
    looked_ms_ = ms;
    for (const Ue& ue : ues_) {
      if (!at_home(ue)) return false;
    }
    return true;
  }

  [[nodiscard]] bool at_home(const Ue& ue) const {
    const LteCoverage::Best best = coverage_.best(ue.node);
    if (!best.budget.reached()) return true;  // nothing to wait for
    if (ue.rrc->GetState() != ns3::LteUeRrc::CONNECTED_NORMALLY) return false;
    for (std::size_t cell = 0; cell < ids_.size(); ++cell) {
      if (ids_[cell] != ue.rrc->GetCellId()) continue;
      return best.budget.down_db - coverage_.between(cell, ue.node).down_db <= hysteresis_db_;
    }
    return false;
  }

  double hysteresis_db_;
  Duration limit_;
  LteCoverage coverage_;
  std::vector<Ue> ues_;  // those that move
  std::vector<std::uint16_t> ids_;
  std::int64_t looked_ms_ = -1;
};

}  // namespace

void set_handover(const LteLink& link, const ns3::Ptr<ns3::LteHelper>& lte) {
  lte->SetHandoverAlgorithmType("ns3::A3RsrpHandoverAlgorithm");
  lte->SetHandoverAlgorithmAttribute("Hysteresis", ns3::DoubleValue(link.a3_hysteresis_db));
  lte->SetHandoverAlgorithmAttribute("TimeToTrigger",
                                     ns3::TimeValue(ns3::NanoSeconds(link.a3_time.count())));
}

void follow_motion(World& world, const LteLink& link, const LteNetwork& network) {
  const auto follower = std::make_shared<Follower>(world, link, network);
  if (follower->any()) world.woken.push_back([follower] { follower->catch_up(); });
}

}  // namespace lastmile::network
