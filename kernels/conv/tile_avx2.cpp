// The tiles for one instruction set; CMakeLists.txt gives this file its flags. 12 sums in 16
// registers.
#include "kernels/conv/tile_kernel.hpp"

namespace lastmile::kernels {

extern const TileKernels avx2_tiles;
constinit const TileKernels avx2_tiles =
    make_tile_kernels<xsimd::fma3<xsimd::avx2>, 12, 6, 4, 3, 0, 0>();

}  // namespace lastmile::kernels
