// Routes over a topology: fewest links, ties to the links declared first. Shared by every backend, so
// that fluid and ns3 send the same bytes over the same links.
#pragma once

#include <vector>

#include "network/topology.hpp"

namespace lastmile::network {

/// One step of a route: over `link`, from one node to the next. On infrastructure Wi-Fi and LTE a step
/// joins the access point or site and a station; station to station takes two steps.
struct Hop {
  LinkIndex link;
  NodeId from, to;
};
using Route = std::vector<Hop>;

class Routes {
 public:
  explicit Routes(const Topology& topology);
  /// Empty when from == to or when nothing joins them.
  [[nodiscard]] const Route& between(NodeId from, NodeId to) const;
  [[nodiscard]] bool joined(NodeId from, NodeId to) const;

 private:
  std::size_t nodes_;
  std::vector<Route> routes_;  // nodes_ x nodes_
};

/// Throws ConfigError naming the first thing that is wrong: a node in no link, two nodes of one name, an
/// unsupported channel width, ...
void validate(const Topology& topology);

}  // namespace lastmile::network
