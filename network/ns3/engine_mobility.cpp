#include "network/ns3/engine_mobility.hpp"

#include <ns3/constant-position-mobility-model.h>

namespace lastmile::network {
namespace {

ns3::Vector vector_of(const Position& p) { return ns3::Vector(p.x_m, p.y_m, p.z_m); }

}  // namespace

ns3::TypeId EngineMobility::GetTypeId() {
  static const ns3::TypeId id =
      ns3::TypeId("lastmile::EngineMobility").SetParent<ns3::MobilityModel>().SetGroupName("Mobility");
  return id;
}

ns3::Vector EngineMobility::DoGetPosition() const {
  if (known_at_ != engine_.now()) {
    known_at_ = engine_.now();
    known_ = vector_of(movements_->at(node_, known_at_));
  }
  return known_;
}

void EngineMobility::DoSetPosition(const ns3::Vector&) {
  SIM_CHECK(false, "a moving node's position is what its motion says");
}

ns3::Vector EngineMobility::DoGetVelocity() const {
  return vector_of(movements_->velocity(node_, engine_.now()));
}

ns3::Ptr<ns3::MobilityModel> make_mobility(const Engine& engine, const Topology& topology,
                                           const std::shared_ptr<const Movements>& movements, NodeId node) {
  if (movements->moves(node)) return ns3::CreateObject<EngineMobility>(engine, movements, node);
  const auto still = ns3::CreateObject<ns3::ConstantPositionMobilityModel>();
  still->SetPosition(vector_of(topology.nodes[node].position));
  return still;
}

}  // namespace lastmile::network
