// What a topology must satisfy before a backend is built on it.
#include "network/validate.hpp"

#include <algorithm>
#include <set>

#include "network/routes.hpp"

namespace lastmile::network {
namespace {

void check_names(const Topology& topology) {
  if (topology.nodes.empty()) throw ConfigError("the network has no nodes");
  std::set<std::string> seen;
  for (const Node& node : topology.nodes) {
    if (node.name.empty()) throw ConfigError("a node has an empty name");
    if (!seen.insert(node.name).second) {
      throw ConfigError("two nodes are named '" + node.name + "'; names must differ");
    }
  }
  seen.clear();
  for (const Link& link : topology.links) {
    if (!seen.insert(link_name(link)).second) {
      throw ConfigError("two links are named '" + link_name(link) + "'; names must differ");
    }
  }
}

void check_links(const Topology& topology) {
  std::vector<bool> linked(topology.nodes.size(), false);
  for (const Link& link : topology.links) {
    validate_link(topology, link);
    for (const NodeId node : nodes_of(link)) linked[node] = true;
  }
  for (std::size_t i = 0; i < linked.size(); ++i) {
    if (linked[i]) continue;
    throw ConfigError("node '" + topology.nodes[i].name +
                      "' is in no link: nothing can be sent to it or from it");
  }
}

void check_conditions(const Topology& topology) {
  for (const CoverageHole& hole : topology.holes) validate_hole(hole);
  for (const Outage& outage : topology.outages) validate_outage(topology, outage);
  std::set<NodeId> unsteady;
  for (const Churn& churn : topology.churn) {
    validate_churn(topology, churn);
    if (unsteady.insert(churn.node).second) continue;
    throw ConfigError("node '" + topology.nodes[churn.node].name + "' has two churns; leave one");
  }
}

struct Members {
  std::vector<NodeId> nodes;
  void add(const std::vector<NodeId>& some) { nodes.insert(nodes.end(), some.begin(), some.end()); }
  void operator()(const WifiLink& l) {
    add(l.access_points);
    add({l.gateway});
    add(l.stations);
  }
  void operator()(const AdhocLink& l) { add(l.members); }
  template <class Cellular>
  auto operator()(const Cellular& l) -> decltype(l.cells, void()) {
    add(l.cells);
    add({l.gateway});
    add(l.ues);
  }
  void operator()(const WiredLink& l) { add({l.a, l.b}); }
  template <class Ended>
  auto operator()(const Ended& l) -> decltype(l.device, void()) {
    add({l.device, l.site});
  }
};

}  // namespace

std::vector<NodeId> nodes_of(const Link& link) {
  Members members;
  std::visit([&members](const auto& l) { members(l); }, link);
  std::sort(members.nodes.begin(), members.nodes.end());
  members.nodes.erase(std::unique(members.nodes.begin(), members.nodes.end()), members.nodes.end());
  return members.nodes;
}

void validate(const Topology& topology) {
  check_names(topology);
  check_links(topology);
  for (const Node& node : topology.nodes) validate_motion(topology, node);
  check_conditions(topology);
  validate_channels(topology);
}

}  // namespace lastmile::network
