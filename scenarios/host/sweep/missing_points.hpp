// What lies in a sweep's folder already, and what is still to be run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/host/sweep/agenda.hpp"
#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

/// Points whose record is whole, done, and of this plan.
DonePoints done_points(const SweepPlan& plan, const std::string& folder);

/// In order. Where cells stop by precision: those that are wanted as far as is known.
std::vector<std::uint64_t> missing_points(const SweepPlan& plan, const std::string& folder);

}  // namespace lastmile::scenarios
