// From what a scenario says in lm.sweep{} to blocks of values.
#pragma once

#include <vector>

#include "scenarios/host/sweep/cells.hpp"
#include "sim/schema.hpp"

namespace lastmile::scenarios {

/// Of the keys grid, zip, list, random and latin_hypercube, in this order.
std::vector<Block> blocks_of(const Parameters& sweep);

/// "cameras=2,4,8" of --grid.
Block grid_block(const std::string& text);

}  // namespace lastmile::scenarios
