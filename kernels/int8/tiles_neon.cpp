// Tiles for NEON without dot products. Intrinsics, for xsimd 8 has no widening products.
//
// Inputs come as signed bytes (see tiles_dotprod.cpp). Eight products at a time fill 16 bits, and
// are added in pairs to 32-bit lanes at once: two products together could overflow 16 bits.
#include "kernels/int8/neon_reals.hpp"
#include "kernels/int8/winograd_kernel.hpp"

namespace lastmile::kernels::int8 {
namespace {

struct Neon : NeonReals {
  /// Two lanes for each of four channels.
  struct Sum {
    int32x4_t low, high;
  };
  struct Weights {
    int8x16_t v;
  };

  static LASTMILE_INLINE Sum start(const std::int32_t* from) {
    const int32x4_t values = vld1q_s32(from), zero = vdupq_n_s32(0);
    return {vzip1q_s32(values, zero), vzip2q_s32(values, zero)};
  }
  static LASTMILE_INLINE Weights weights(const std::int8_t* from) { return {vld1q_s8(from)}; }
  static LASTMILE_INLINE int8x16_t input(const std::uint8_t* from) {
    std::int32_t quad;
    __builtin_memcpy(&quad, from, sizeof quad);
    return vreinterpretq_s8_s32(vdupq_n_s32(quad));
  }
  static LASTMILE_INLINE Sum dot(Sum sum, int8x16_t x, Weights w) {
    return {vpadalq_s16(sum.low, vmull_s8(vget_low_s8(x), vget_low_s8(w.v))),
            vpadalq_s16(sum.high, vmull_high_s8(x, w.v))};
  }
  static LASTMILE_INLINE void hold(Sum& sum) { asm("" : "+w"(sum.low), "+w"(sum.high)); }
  static LASTMILE_INLINE Real real(Sum sum) { return vcvtq_f32_s32(vpaddq_s32(sum.low, sum.high)); }
};

constexpr TileSet make() {
  TileSet set;
  add_tiles<Neon, 0, 3>(set);
  add_winograd<true>(set);
  return set;
}

}  // namespace

extern const TileSet neon_tiles;
constinit const TileSet neon_tiles = make();

}  // namespace lastmile::kernels::int8
