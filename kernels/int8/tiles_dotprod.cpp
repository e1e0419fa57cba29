// Tiles for FEAT_DotProd. Intrinsics, for xsimd 8 has no dot product of bytes.
//
// The instruction multiplies signed bytes: inputs come with their top bit inverted (128 less), and
// packing.cpp adds 128 times the sum of the weights to what each sum starts with.
#include "kernels/int8/neon_reals.hpp"
#include "kernels/int8/winograd_kernel.hpp"

namespace lastmile::kernels::int8 {
namespace {

struct DotProduct : NeonReals {
  struct Sum {
    int32x4_t v;
  };
  struct Weights {
    int8x16_t v;
  };

  static LASTMILE_INLINE Sum start(const std::int32_t* from) { return {vld1q_s32(from)}; }
  static LASTMILE_INLINE Weights weights(const std::int8_t* from) { return {vld1q_s8(from)}; }
  static LASTMILE_INLINE int8x16_t input(const std::uint8_t* from) {
    std::int32_t quad;
    __builtin_memcpy(&quad, from, sizeof quad);
    return vreinterpretq_s8_s32(vdupq_n_s32(quad));
  }
  static LASTMILE_INLINE Sum dot(Sum sum, int8x16_t x, Weights w) {
    return {vdotq_s32(sum.v, w.v, x)};
  }
  static LASTMILE_INLINE void hold(Sum& sum) { asm("" : "+w"(sum.v)); }
  static LASTMILE_INLINE Real real(Sum sum) { return vcvtq_f32_s32(sum.v); }
};

constexpr TileSet make() {
  TileSet set;
  add_tiles<DotProduct, 0, 6>(set);
  add_winograd<true>(set);
  return set;
}

}  // namespace

extern const TileSet dotprod_tiles;
constinit const TileSet dotprod_tiles = make();

}  // namespace lastmile::kernels::int8
