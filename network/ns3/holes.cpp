#include "network/ns3/holes.hpp"

#include <ns3/pointer.h>

#include "network/mobility/holes.hpp"

namespace lastmile::network {
namespace {

class HoleLoss : public ns3::PropagationLossModel {
 public:
  static ns3::TypeId GetTypeId() {
    static const ns3::TypeId id = ns3::TypeId("lastmile::HoleLoss")
                                      .SetParent<ns3::PropagationLossModel>()
                                      .SetGroupName("Propagation");
    return id;
  }
  explicit HoleLoss(std::vector<CoverageHole> holes) : holes_(std::move(holes)) {}

 private:
  double DoCalcRxPower(double dbm, ns3::Ptr<ns3::MobilityModel> a,
                       ns3::Ptr<ns3::MobilityModel> b) const override {
    return dbm - hole_loss_db(holes_, place_of(a), place_of(b));
  }
  std::int64_t DoAssignStreams(std::int64_t) override { return 0; }
  static Position place_of(const ns3::Ptr<ns3::MobilityModel>& mobility) {
    const ns3::Vector at = mobility->GetPosition();
    return {at.x, at.y, at.z};
  }

  std::vector<CoverageHole> holes_;
};

}  // namespace

void add_holes(const World& world, const ns3::Ptr<ns3::YansWifiChannel>& channel) {
  if (world.topology.holes.empty()) return;
  ns3::PointerValue first;
  channel->GetAttribute("PropagationLossModel", first);
  auto last = first.Get<ns3::PropagationLossModel>();
  while (last->GetNext() != nullptr) last = last->GetNext();
  last->SetNext(ns3::CreateObject<HoleLoss>(world.topology.holes));
}

void add_holes(const World& world, const ns3::Ptr<ns3::SpectrumChannel>& channel) {
  if (world.topology.holes.empty()) return;
  channel->AddPropagationLossModel(ns3::CreateObject<HoleLoss>(world.topology.holes));
}

}  // namespace lastmile::network
