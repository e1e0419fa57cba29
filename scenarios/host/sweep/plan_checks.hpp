// What is wrong with a sweep before anything runs. ConfigError, with the place where there is one.
#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

/// Every swept name is an option of the scenario, or `network` or `compute`, and not set as well.
void check_names(const Cells& cells, const SweepOrder& order,
                 const std::vector<SettableOption>& options);
/// Not more than a million points, unless that is meant.
void check_size(const Cells& cells, std::uint64_t strategies, std::uint64_t seeds, bool any_size);
/// Every value that is swept is tried in one scenario, so that a bad one is met before hours of
/// work: up to 200 scenarios are loaded.
void try_values(const SweepPlan& plan);

/// Swept names that are no options.
bool is_backend(const std::string& name);

}  // namespace lastmile::scenarios
