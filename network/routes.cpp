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

// The way back uses the same links, so that acknowledgements meet the data's links.
Hop back(const Hop& hop) { return {hop.link, hop.to, hop.from}; }

Route reversed(const Route& route) {
  Route result;
  result.reserve(route.size());
  for (auto hop = route.rbegin(); hop != route.rend(); ++hop) result.push_back(back(*hop));
  return result;
}

}  // namespace

Routes::Routes(const Topology& topology) : places_(topology.nodes.size()) {
  Neighbours neighbours = neighbours_of(topology);
  name_parts(neighbours);
  hang_trees(neighbours);
  keep_core(neighbours);
}

void Routes::name_parts(const Neighbours& neighbours) {
  std::vector<NodeId> frontier;
  std::uint32_t parts = 0;
  for (NodeId first = 0; first < places_.size(); ++first) {
    if (places_[first].part != 0) continue;
    places_[first].part = ++parts;
    frontier.push_back(first);
    while (!frontier.empty()) {
      const NodeId node = frontier.back();
      frontier.pop_back();
      for (const Hop& hop : neighbours[node]) {
        if (places_[hop.to].part != 0) continue;
        places_[hop.to].part = parts;
        frontier.push_back(hop.to);
      }
    }
  }
}

// A node with one hop left hangs on the node at its other end. It is on no way between others, and
// leaves the order in which a breadth first search meets them as it is.
void Routes::hang_trees(Neighbours& neighbours) {
  std::vector<std::size_t> degree;
  std::vector<NodeId> leaves;
  for (NodeId node = 0; node < places_.size(); ++node) {
    degree.push_back(neighbours[node].size());
    if (degree.back() == 1) leaves.push_back(node);
  }
  while (!leaves.empty()) {
    const NodeId leaf = leaves.back();
    leaves.pop_back();
    if (degree[leaf] != 1) continue;  // the other one of the last two
    const auto& hops = neighbours[leaf];
    const auto up = std::find_if(hops.begin(), hops.end(),
                                 [&](const Hop& hop) { return !places_[hop.to].hangs; });
    places_[leaf].hangs = true;
    places_[leaf].up = *up;
    if (--degree[up->to] == 1) leaves.push_back(up->to);
  }
}

void Routes::keep_core(Neighbours& neighbours) {
  for (NodeId node = 0; node < places_.size(); ++node) {
    if (places_[node].hangs) continue;
    places_[node].core = static_cast<std::uint32_t>(core_.size());
    std::vector<Hop> kept;
    for (const Hop& hop : neighbours[node]) {
      if (!places_[hop.to].hangs) kept.push_back(hop);
    }
    core_.push_back(std::move(kept));
  }
  trees_.resize(core_.size());
}

NodeId Routes::climb(NodeId node, Route& hops) const {
  while (places_[node].hangs) {
    hops.push_back(places_[node].up);
    node = places_[node].up.to;
  }
  return node;
}

// Breadth first with neighbours in order of declaration: the first path found to a node is the one
// with the fewest links and, among those, the one whose links were declared first.
Routes::Tree Routes::search(NodeId source) const {
  Tree arrived_by(core_.size(), nullptr);
  std::deque<NodeId> frontier{source};
  while (!frontier.empty()) {
    const NodeId node = frontier.front();
    frontier.pop_front();
    for (const Hop& hop : core_[places_[node].core]) {
      const Hop*& arrival = arrived_by[places_[hop.to].core];
      if (hop.to == source || arrival != nullptr) continue;
      arrival = &hop;
      frontier.push_back(hop.to);
    }
  }
  return arrived_by;
}

const Routes::Tree& Routes::tree_from(NodeId source) const {
  std::unique_ptr<Tree>& known = trees_[places_[source].core];
  if (known == nullptr) known = std::make_unique<Tree>(search(source));
  return *known;
}

Route Routes::forward(NodeId from, NodeId to) const {
  Route route, down;
  const NodeId enter = climb(from, route);
  const NodeId leave = climb(to, down);
  if (enter == leave) {  // both on one tree: not above the node where they meet
    while (!route.empty() && !down.empty() && route.back().from == down.back().from) {
      route.pop_back();
      down.pop_back();
    }
  } else {
    const Tree& tree = tree_from(enter);
    const std::size_t entered = route.size();
    for (NodeId at = leave; at != enter; at = route.back().from) {
      route.push_back(*tree[places_[at].core]);
    }
    std::reverse(route.begin() + static_cast<std::ptrdiff_t>(entered), route.end());
  }
  for (auto hop = down.rbegin(); hop != down.rend(); ++hop) route.push_back(back(*hop));
  return route;
}

Route Routes::between(NodeId from, NodeId to) const {
  SIM_CHECK(from < places_.size() && to < places_.size(), "route between unknown nodes");
  if (from == to || !joined(from, to)) return {};
  return from < to ? forward(from, to) : reversed(forward(to, from));
}

bool Routes::joined(NodeId from, NodeId to) const {
  SIM_CHECK(from < places_.size() && to < places_.size(), "route between unknown nodes");
  return places_[from].part == places_[to].part;
}

}  // namespace lastmile::network
