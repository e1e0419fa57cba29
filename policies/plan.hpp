// What an inference policy decides: for every layer of the network, the node that runs it.
#pragma once

#include <string>
#include <vector>

#include "models/graph.hpp"
#include "network/topology.hpp"

namespace lastmile::policies {

/// One request: a burst of frames that a node wants answered.
struct Request {
  std::uint64_t number = 0;        ///< of its source, from 0
  network::NodeId origin = 0;
  int frames = 1;
  SimTime arrival{};
};

struct Plan {
  std::vector<network::NodeId> node_of_layer;  ///< by LayerId; the input (0) is at the request's origin
  std::string cut;                             ///< for people: "edge", "cameras | edge after pool2"
};

/// Every layer but the input at one node.
Plan everything_at(const models::Graph& graph, network::NodeId origin, network::NodeId node, std::string text);

}  // namespace lastmile::policies
