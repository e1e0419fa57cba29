// How the nodes of a group move, and where one starts whose scenario does not say.
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {

/// Coordinates of lm.at{} in that key; the origin when it is not given.
network::Position place_or_origin(const Parameters& given, const char* key);
network::Area area_of(const Value& made);
network::Position draw_in(const network::Area& area, RandomStream& random);

/// One motion for each of these nodes, in order; road maps join the topology.
std::vector<network::Motion> motions_of(Scenario& scenario, const Parameters& node,
                                        const std::vector<std::string>& names);
/// The motion says where: anywhere in its area, at any of its crossings, where its track begins.
network::Position start_of(const Scenario& scenario, const network::Motion& motion,
                           RandomStream& random);

}  // namespace lastmile::scenarios
