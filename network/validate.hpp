// The parts of validate() (network/routes.hpp), for whoever can tell where in a text a part was
// written. All throw ConfigError naming what is wrong and what is allowed. C++17-clean.
#pragma once

#include <string>
#include <vector>

#include "network/topology.hpp"

namespace lastmile::network {

/// One link: its ends, and figures that the technology allows.
void validate_link(const Topology& topology, const Link& link);
/// How one node moves: speeds, its start inside its area, a road map in one piece, rising times.
void validate_motion(const Topology& topology, const Node& node);
void validate_outage(const Topology& topology, const Outage& outage);
void validate_hole(const CoverageHole& hole);
void validate_churn(const Topology& topology, const Churn& churn);
/// Wi-Fi channels of all links: the same one, or apart; none overlaps another in part.
void validate_channels(const Topology& topology);
/// Every station and UE of this link hears an access point or cell at the start. (NR: its cells
/// know.) Not in validate(): a scenario's author wants to know, a model may be asked beyond it.
void validate_coverage(const Topology& topology, const Link& link);

/// The nodes that a link joins, each once.
std::vector<NodeId> nodes_of(const Link& link);

}  // namespace lastmile::network
