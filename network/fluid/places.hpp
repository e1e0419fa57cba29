// Where the nodes are, and what stands between them, at the moment: of the engine's clock, or of the
// start for whoever has no clock (what a planner may assume).
#pragma once

#include <optional>

#include "network/fluid/radio_math.hpp"
#include "network/mobility/holes.hpp"
#include "network/mobility/movements.hpp"
#include "sim/engine.hpp"

namespace lastmile::network::fluid {

class Places {
 public:
  /// The topology outlives it, the clock too. No clock: it is always the start.
  Places(const Topology& topology, const Engine* clock, std::uint64_t seed)
      : topology_(topology), clock_(clock) {
    for (const Node& node : topology.nodes) {
      if (!std::holds_alternative<Still>(node.motion)) moving_ = true;
    }
    if (moving_) movements_.emplace(topology, seed);  // a stream a node: only where it is needed
  }
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;

  [[nodiscard]] SimTime now() const { return clock_ == nullptr ? kTimeZero : clock_->now(); }
  [[nodiscard]] bool moves(NodeId node) const { return moving_ && movements_->moves(node); }
  [[nodiscard]] bool anybody_moves() const { return moving_; }
  [[nodiscard]] bool holes() const { return !topology_.holes.empty(); }
  [[nodiscard]] Position at(NodeId node) const {
    return moving_ ? movements_->at(node, now()) : topology_.nodes[node].position;
  }
  [[nodiscard]] double metres(NodeId a, NodeId b) const { return radio_distance_m(at(a), at(b)); }
  /// What holes take from the signal between them.
  [[nodiscard]] double loss_db(NodeId a, NodeId b) const {
    return holes() ? hole_loss_db(topology_.holes, at(a), at(b)) : 0;
  }

 private:
  const Topology& topology_;
  const Engine* clock_;
  bool moving_ = false;
  std::optional<Movements> movements_;
};

}  // namespace lastmile::network::fluid
