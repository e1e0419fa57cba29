#include <stdexcept>
#include <string>

#include "kernels/conv/tile.hpp"

namespace lastmile::kernels {

extern const TileKernels generic_tiles, avx2_tiles, avx512_tiles, neon_tiles;

const TileKernels& tile_kernels(Isa isa) {
  switch (isa) {
#ifdef LASTMILE_KERNELS_X86
    case Isa::avx2:
      return avx2_tiles;
    case Isa::avx512:
      return avx512_tiles;
#endif
#ifdef LASTMILE_KERNELS_NEON
    case Isa::neon:
      return neon_tiles;
#endif
    case Isa::generic:
      return generic_tiles;
    default:
      throw std::invalid_argument("no kernels for " + std::string(to_string(isa)));
  }
}

}  // namespace lastmile::kernels
