#include "network/routes.hpp"

#include <algorithm>
#include <deque>

namespace lastmile::network {
namespace {

using Neighbours = std::vector<std::vector<Hop>>;  // per node, links in order of declaration

struct AddLink {
  Neighbours& out;
  LinkIndex link;

  void both_ways(NodeId a, NodeId b) const {
    out[a].push_back({link, a, b});
    out[b].push_back({link, b, a});
  }
  void operator()(const WifiLink& l) const {
    for (const NodeId station : l.stations) both_ways(l.gateway, station);
  }
  void operator()(const AdhocLink& l) const {
    for (std::size_t i = 0; i < l.members.size(); ++i) {
      for (std::size_t j = i + 1; j < l.members.size(); ++j) both_ways(l.members[i], l.members[j]);
    }
  }
  void operator()(const LteLink& l) const {
    for (const NodeId ue : l.ues) both_ways(l.gateway, ue);
  }
  void operator()(const NrLink& l) const {
    for (const NodeId ue : l.ues) both_ways(l.gateway, ue);
  }
  void operator()(const WiredLink& l) const { both_ways(l.a, l.b); }
  void operator()(const RecordedLink& l) const { both_ways(l.device, l.site); }
  void operator()(const NarrowLink& l) const { both_ways(l.device, l.site); }
};

Neighbours neighbours_of(const Topology& topology) {
  Neighbours result(topology.nodes.size());
  for (LinkIndex i = 0; i < topology.links.size(); ++i) {
    std::visit(AddLink{result, i}, topology.links[i]);
  }
  return result;
}

// Breadth first with neighbours in order of declaration: the first path found to a node is the one
// with the fewest links and, among those, the one whose links were declared first.
std::vector<const Hop*> arrivals_from(NodeId source, const Neighbours& neighbours) {
  std::vector<const Hop*> arrived_by(neighbours.size(), nullptr);
  std::deque<NodeId> frontier{source};
  while (!frontier.empty()) {
    const NodeId node = frontier.front();
    frontier.pop_front();
    for (const Hop& hop : neighbours[node]) {
      if (hop.to == source || arrived_by[hop.to] != nullptr) continue;
      arrived_by[hop.to] = &hop;
      frontier.push_back(hop.to);
    }
  }
  return arrived_by;
}

Route trace_back(NodeId source, NodeId to, const std::vector<const Hop*>& arrived_by) {
  Route route;
  for (NodeId at = to; at != source && arrived_by[at] != nullptr; at = arrived_by[at]->from) {
    route.push_back(*arrived_by[at]);
  }
  std::reverse(route.begin(), route.end());
  return route;
}

// The way back uses the same links, so that acknowledgements meet the data's links.
Route reversed(const Route& route) {
  Route back;
  for (auto hop = route.rbegin(); hop != route.rend(); ++hop) {
    back.push_back({hop->link, hop->to, hop->from});
  }
  return back;
}

}  // namespace

Routes::Routes(const Topology& topology)
    : nodes_(topology.nodes.size()), routes_(nodes_ * nodes_) {
  const Neighbours neighbours = neighbours_of(topology);
  for (NodeId from = 0; from < nodes_; ++from) {
    const auto arrived_by = arrivals_from(from, neighbours);
    for (NodeId to = from + 1; to < nodes_; ++to) {
      Route& route = routes_[from * nodes_ + to];
      route = trace_back(from, to, arrived_by);
      routes_[to * nodes_ + from] = reversed(route);
    }
  }
}

const Route& Routes::between(NodeId from, NodeId to) const {
  SIM_CHECK(from < nodes_ && to < nodes_, "route between unknown nodes");
  return routes_[from * nodes_ + to];
}

bool Routes::joined(NodeId from, NodeId to) const {
  return from == to || !between(from, to).empty();
}

}  // namespace lastmile::network
