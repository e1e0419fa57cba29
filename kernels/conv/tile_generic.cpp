// The tiles for one instruction set; CMakeLists.txt gives this file its flags. 12 sums in 16
// registers.
#include "kernels/conv/tile_kernel.hpp"

namespace lastmile::kernels {

extern const TileKernels generic_tiles;
constinit const TileKernels generic_tiles =
    make_tile_kernels<xsimd::default_arch, 6, 3, 0, 0, 0, 0>();

}  // namespace lastmile::kernels
