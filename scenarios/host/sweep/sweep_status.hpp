// How far a sweep is, from what lies in its folder.
#pragma once

#include <string>

#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

/// The exit status: 0 when all points are done, 1 otherwise.
int print_status(const SweepPlan& plan, const std::string& folder, bool json);

}  // namespace lastmile::scenarios
