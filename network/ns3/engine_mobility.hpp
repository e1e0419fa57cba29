// Where a node of the topology is, for ns-3: asked of Movements at the engine's clock, which goes on
// while ns-3's own stands still (frozen radio time). Nothing is scheduled: ns-3's radio models ask for
// positions with every frame and keep none (Yans, spectrum, LTE antennas; network/ns3/nr has its own
// refresh), so nobody needs to be told of a change of course, and the trace of it never fires. C++17.
#pragma once

#include <ns3/mobility-model.h>

#include <memory>

#include "network/mobility/movements.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

class EngineMobility : public ns3::MobilityModel {
 public:
  static ns3::TypeId GetTypeId();
  EngineMobility(const Engine& engine, std::shared_ptr<const Movements> movements, NodeId node)
      : engine_(engine), movements_(std::move(movements)), node_(node) {}

 private:
  ns3::Vector DoGetPosition() const override;
  void DoSetPosition(const ns3::Vector& position) override;
  ns3::Vector DoGetVelocity() const override;

  const Engine& engine_;
  std::shared_ptr<const Movements> movements_;
  NodeId node_;
  mutable SimTime known_at_ = kNever;  // a frame asks once for every receiver
  mutable ns3::Vector known_;
};

/// For a node that stands still ns-3's constant position, so that nothing changes for it; for any other
/// an EngineMobility. A helper's own node at a site (an eNB) gets another one of the same node.
ns3::Ptr<ns3::MobilityModel> make_mobility(const Engine& engine, const Topology& topology,
                                           const std::shared_ptr<const Movements>& movements, NodeId node);

}  // namespace lastmile::network
