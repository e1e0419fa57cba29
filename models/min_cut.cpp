#include "models/min_cut.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using EdgeProperties = boost::property<
    boost::edge_capacity_t, std::int64_t,
    boost::property<boost::edge_residual_capacity_t, std::int64_t,
                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>;
using FlowGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, EdgeProperties>;

void add_arc(FlowGraph& graph, std::size_t from, std::size_t to, std::int64_t capacity) {
  const auto forward = boost::add_edge(from, to, graph).first;
  const auto backward = boost::add_edge(to, from, graph).first;
  boost::put(boost::edge_capacity, graph, forward, capacity);
  boost::put(boost::edge_capacity, graph, backward, 0);
  boost::put(boost::edge_reverse, graph, forward, backward);
  boost::put(boost::edge_reverse, graph, backward, forward);
}

std::vector<bool> reachable(const FlowGraph& graph, std::size_t source) {
  std::vector<bool> seen(boost::num_vertices(graph), false);
  std::vector<std::size_t> open{source};
  seen[source] = true;
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    const auto [first, last] = boost::out_edges(at, graph);
    for (auto edge = first; edge != last; ++edge) {
      const std::size_t next = boost::target(*edge, graph);
      if (seen[next] || boost::get(boost::edge_residual_capacity, graph, *edge) == 0) continue;
      seen[next] = true;
      open.push_back(next);
    }
  }
  return seen;
}

}  // namespace

void MinCut::arc(std::size_t from, std::size_t to, std::int64_t capacity) {
  SIM_CHECK(capacity >= 0 && capacity <= kInfinite, "capacity of an arc");
  SIM_CHECK(from < vertices_ && to < vertices_, "vertex of an arc");
  if (from != to && capacity > 0) arcs_.push_back({from, to, capacity});
}

std::vector<bool> MinCut::source_side(std::size_t source, std::size_t sink) const {
  FlowGraph graph(vertices_);
  for (const Arc& a : arcs_) add_arc(graph, a.from, a.to, a.capacity);
  boost::edmonds_karp_max_flow(graph, source, sink);
  return reachable(graph, source);
}

}  // namespace lastmile::models
