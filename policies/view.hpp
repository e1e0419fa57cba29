// What a policy may look at: the network of layers, what computing and sending are expected to cost, and
// what was learned in training. Nothing in it can change the world.
#pragma once

#include <string>
#include <vector>

#include "models/graph.hpp"
#include "network/topology.hpp"
#include "sim/units.hpp"

namespace lastmile::policies {

class PlanningView {
 public:
  virtual ~PlanningView() = default;
  [[nodiscard]] virtual const models::Graph& graph() const = 0;
  /// The members of a group, or the one node of that name. Throws ConfigError for an unknown name.
  [[nodiscard]] virtual std::vector<network::NodeId> nodes_named(const std::string& name) const = 0;
  [[nodiscard]] virtual const std::string& name_of(network::NodeId node) const = 0;
  /// Expected time of one layer on a node's processor, on an idle processor, for a batch.
  [[nodiscard]] virtual Duration compute_time(models::LayerId layer, network::NodeId node, int batch) const = 0;
  /// Expected time of a message on an otherwise idle network.
  [[nodiscard]] virtual Duration transfer_time(network::NodeId from, network::NodeId to, Bytes size) const = 0;
  /// Energy above idle that a node spends on one layer for a batch, in the time above.
  [[nodiscard]] virtual Joules compute_energy(models::LayerId layer, network::NodeId node, int batch) const = 0;
  /// Energy above idle that `payer` spends on one message (zero when it is neither end).
  [[nodiscard]] virtual Joules transfer_energy(network::NodeId from, network::NodeId to, Bytes size,
                                               network::NodeId payer) const = 0;
  /// Bytes of one frame's activation of a layer; of the raw frame for the input.
  [[nodiscard]] virtual Bytes activation_bytes(models::LayerId layer) const = 0;
  /// Bytes of the answer to one frame.
  [[nodiscard]] virtual Bytes answer_bytes() const = 0;
  /// Share of frames that are still undecided when the layers of a stage run (stage 0: all). Measured on
  /// the training images of the model in use.
  [[nodiscard]] virtual double share_alive(std::size_t stage) const = 0;
};

}  // namespace lastmile::policies
