#include "policies/plan.hpp"

namespace lastmile::policies {

Plan everything_at(const models::Graph& graph, network::NodeId origin, network::NodeId node, std::string text) {
  Plan plan;
  plan.node_of_layer.assign(graph.size(), node);
  plan.node_of_layer[0] = origin;
  plan.cut = std::move(text);
  return plan;
}

}  // namespace lastmile::policies
