#include "kernels/int8/tile_sets.hpp"

namespace lastmile::kernels::int8 {

extern const TileSet generic_tiles;
#ifdef LASTMILE_KERNELS_X86
extern const TileSet avx2_tiles, vnni_tiles;
#endif
#ifdef LASTMILE_KERNELS_NEON
extern const TileSet neon_tiles, dotprod_tiles;
#endif

std::vector<std::string> tile_set_names(Isa isa) {
  if ((isa == Isa::avx512 || isa == Isa::neon) && has_byte_dot()) return {"dot", "widening"};
  return {"widening"};
}

const TileSet& tile_set([[maybe_unused]] Isa isa, [[maybe_unused]] const std::string& name) {
#ifdef LASTMILE_KERNELS_X86
  if (isa == Isa::avx512 && name == "dot") return vnni_tiles;
  if (isa == Isa::avx512 || isa == Isa::avx2) return avx2_tiles;
#endif
#ifdef LASTMILE_KERNELS_NEON
  if (isa == Isa::neon) return name == "dot" ? dotprod_tiles : neon_tiles;
#endif
  return generic_tiles;
}

}  // namespace lastmile::kernels::int8
