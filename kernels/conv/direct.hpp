// Convolution and products of many vectors by the tiles of tile.hpp (data sheets: tile.hpp,
// direct_plan.hpp).
#pragma once

#include <memory>
#include <string>

#include "kernels/conv/direct_plan.hpp"

namespace lastmile::kernels {

/// The cut that measurements suggest for tiles of so many blocks, or the next that the set has.
Cut usual_cut(const DirectShape& shape, const TileKernels& kernels, int tile_blocks);

/// "direct-14x2": pixels by blocks of output channels.
std::string direct_name(const Cut& cut);

std::unique_ptr<Operator> make_direct(const KernelCall& call, const Parameters& parameters,
                                      const Cut& cut, Isa isa);

}  // namespace lastmile::kernels
