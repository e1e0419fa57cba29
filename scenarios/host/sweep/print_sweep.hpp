// What a merged sweep says, for people: how much is there, which differences stand, where rankings
// change.
#pragma once

#include <string>

#include "scenarios/host/sweep/merge.hpp"

namespace lastmile::scenarios {

void print_sweep(const SweepPlan& plan, const MergeResult& result);

}  // namespace lastmile::scenarios
