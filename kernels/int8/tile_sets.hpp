// The tile sets that this program holds, and which of them a processor runs.
// Tests: tests/unit/kernels/int8_conv_test.cpp
#pragma once

#include <string>
#include <vector>

#include "kernels/int8/tile.hpp"
#include "kernels/isa.hpp"

namespace lastmile::kernels::int8 {

/// "dot": the processor's dot product of bytes; "widening": products of wider numbers. The fastest
/// first.
std::vector<std::string> tile_set_names(Isa isa);
/// One of tile_set_names().
const TileSet& tile_set(Isa isa, const std::string& name);

}  // namespace lastmile::kernels::int8
