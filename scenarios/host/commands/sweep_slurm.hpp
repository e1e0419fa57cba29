// The part of `sweep` that has to do with Slurm.
#pragma once

#include <string>

#include "scenarios/host/arguments.hpp"
#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

/// Submits what is missing, or prints the scripts with --dry-run; the exit status.
int run_on_slurm(const SweepPlan& plan, const std::string& folder, const Arguments& arguments);

/// ConfigError for options that do not go together.
void refuse_slurm_options(const Arguments& arguments);

}  // namespace lastmile::scenarios
