// The tables that a comparison adds to a result file, and the short names of strategies in them.
#pragma once

#include <string>

#include "scenarios/scenario.hpp"
#include "sim/recorder.hpp"

namespace lastmile::scenarios {

void declare_comparison_tables(Recorder& recorder);
TableSchema summary_table();

/// "Cloud", "L1" ... for a level, else the strategy's name.
std::string short_name(const Strategy& strategy);

}  // namespace lastmile::scenarios
