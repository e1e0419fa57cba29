// The view that policies plan with: expectations from the cost model, configured rates and the exits seen
// in training. Read-only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "policies/execute/world.hpp"
#include "policies/view.hpp"

namespace lastmile::policies {

using Groups = std::map<std::string, std::vector<network::NodeId>>;

/// Application constants of the answer to a frame: class (4 B) and confidence (4 B).
inline constexpr Bytes kAnswerBytes{8};
inline constexpr double kBytesPerElement = 4;  // activations and weights travel as float32

class Planner final : public PlanningView {
 public:
  Planner(const World& world, Groups groups) : world_(world), groups_(std::move(groups)) {}
  /// Shares of frames alive at stages 0, 1, ...; all frames until it is called.
  void learn_exits(std::vector<double> shares) { shares_ = std::move(shares); }

  const models::Graph& graph() const override { return world_.application.graph; }
  std::vector<network::NodeId> nodes_named(const std::string& name) const override;
  const std::string& name_of(network::NodeId node) const override { return world_.topology.nodes[node].name; }
  Duration compute_time(models::LayerId layer, network::NodeId node, int batch) const override;
  Duration transfer_time(network::NodeId from, network::NodeId to, Bytes size) const override;
  Joules compute_energy(models::LayerId layer, network::NodeId node, int batch) const override;
  Joules transfer_energy(network::NodeId from, network::NodeId to, Bytes size,
                         network::NodeId payer) const override;
  Bytes activation_bytes(models::LayerId layer) const override;
  Bytes answer_bytes() const override { return kAnswerBytes; }
  double share_alive(std::size_t stage) const override;

 private:
  const World& world_;
  Groups groups_;
  std::vector<double> shares_;
};

}  // namespace lastmile::policies
