#pragma once

#include <string>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// Prints the links with their figures; draws the topology into `picture` unless that is "".
/// Returns the exit status.
int show_network(const Scenario& scenario, const std::string& picture);

}  // namespace lastmile::scenarios
