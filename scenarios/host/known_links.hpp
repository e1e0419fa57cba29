// Links whose figures stand in a file: recorded series beside the scenario, narrow radios by
// profile.
#pragma once

#include <string>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// The series of that file in the scenario's topology, read now unless it is there already; its
/// text joins the scenario's sources. Only files below the scenario's folder: a scenario is
/// untrusted.
std::uint32_t load_trace(Scenario& scenario, const std::string& file, const Place& place);

/// The link that a profile of network/profiles.toml describes; without a name and ends.
network::NarrowLink narrow_profile(const std::string& profile, const Place& place);

}  // namespace lastmile::scenarios
