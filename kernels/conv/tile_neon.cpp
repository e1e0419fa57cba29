// The tiles for one instruction set; CMakeLists.txt gives this file its flags. 24 sums in 32
// registers.
#include "kernels/conv/tile_kernel.hpp"

namespace lastmile::kernels {

extern const TileKernels neon_tiles;
constinit const TileKernels neon_tiles = make_tile_kernels<xsimd::neon64, 12, 6, 0, 0, 0, 0>();

}  // namespace lastmile::kernels
