#include <stdexcept>
#include <string>

#include "kernels/conv/tile.hpp"
#include "kernels/conv/winograd_kernels.hpp"

namespace lastmile::kernels {

extern const TileKernels generic_tiles, avx2_tiles, avx512_tiles, neon_tiles;
extern const WinogradKernels generic_winograd[2], avx2_winograd[2], avx512_winograd[2],
    neon_winograd[2];

namespace {

struct Tables {
  const TileKernels& tiles;
  const WinogradKernels* winograd;
};

Tables tables_of(Isa isa) {
  switch (isa) {
#ifdef LASTMILE_KERNELS_X86
    case Isa::avx2:
      return {avx2_tiles, avx2_winograd};
    case Isa::avx512:
      return {avx512_tiles, avx512_winograd};
#endif
#ifdef LASTMILE_KERNELS_NEON
    case Isa::neon:
      return {neon_tiles, neon_winograd};
#endif
    case Isa::generic:
      return {generic_tiles, generic_winograd};
    default:
      throw std::invalid_argument("no kernels for " + std::string(to_string(isa)));
  }
}

}  // namespace

const TileKernels& tile_kernels(Isa isa) { return tables_of(isa).tiles; }

const WinogradKernels& winograd_kernels(Isa isa, int outputs) {
  return tables_of(isa).winograd[outputs / 2 - 1];
}

}  // namespace lastmile::kernels
