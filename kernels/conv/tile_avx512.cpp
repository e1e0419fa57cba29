// The tiles for one instruction set; CMakeLists.txt gives this file its flags. At most 28 sums in
// 32 registers.
#include "kernels/conv/tile_kernel.hpp"

namespace lastmile::kernels {

extern const TileKernels avx512_tiles;
constinit const TileKernels avx512_tiles =
    make_tile_kernels<xsimd::avx512f, 14, 14, 14, 14, 9, 7>();

}  // namespace lastmile::kernels
