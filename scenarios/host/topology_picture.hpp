// The topology as a picture: nodes where they stand, access points and cells with their reach,
// areas, roads, tracks and coverage holes; what is only wired stands beside the map.
#pragma once

#include <string>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// SVG that can be read on light and dark ground.
std::string topology_picture(const Scenario& scenario);

}  // namespace lastmile::scenarios
