// Who is heard how well where nodes stand at the start: margins above what a radio needs. Formulas
// and sources: validate_coverage.cpp.
#pragma once

#include <vector>

#include "network/topology.hpp"

namespace lastmile::network {

/// What a radio hears of the access point or cell that it hears best.
struct Heard {
  NodeId centre = 0;
  double metres = 0;
  double margin_db = 0;  ///< above what the slowest rate needs, the weaker direction; holes counted
};

Heard best_heard(const Topology& topology, const WifiLink& link, const std::vector<NodeId>& centres,
                 NodeId member);
Heard best_heard(const Topology& topology, const LteLink& link, const std::vector<NodeId>& centres,
                 NodeId member);

/// The distance at which the margin is used up, without holes; at most 100 km.
double reach_m(const WifiLink& link);
double reach_m(const AdhocLink& link);
double reach_m(const LteLink& link);
double reach_m(const NrLink& link);

}  // namespace lastmile::network
