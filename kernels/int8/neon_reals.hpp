// The fp32 half of a Dot (tile_kernel.hpp) on NEON: four lanes.
#pragma once

#include <arm_neon.h>

#include "kernels/int8/tile_kernel.hpp"

namespace lastmile::kernels::int8 {
namespace {

struct NeonReals {
  static constexpr int kLanes = 4;
  using Real = float32x4_t;

  static LASTMILE_INLINE Real reals(const float* from) { return vld1q_f32(from); }
  static LASTMILE_INLINE Real all(float value) { return vdupq_n_f32(value); }
  static LASTMILE_INLINE Real bytes(const std::uint8_t* from) {
    std::uint32_t four;
    __builtin_memcpy(&four, from, sizeof four);
    const uint16x8_t wide = vmovl_u8(vcreate_u8(four));
    return vcvtq_f32_u32(vmovl_u16(vget_low_u16(wide)));
  }
  static LASTMILE_INLINE Real multiply_add(Real a, Real b, Real c) { return vfmaq_f32(c, a, b); }
  static LASTMILE_INLINE Real clamp(Real v, Real low, Real high) {
    return vminq_f32(vmaxq_f32(v, low), high);
  }
  static LASTMILE_INLINE void store(Real v, float* to) { vst1q_f32(to, v); }
  static LASTMILE_INLINE void store(Real v, std::uint8_t* to) {
    const uint16x4_t words = vmovn_u32(vcvtnq_u32_f32(v));
    const uint8x8_t bytes = vmovn_u16(vcombine_u16(words, words));
    const std::uint32_t four = vget_lane_u32(vreinterpret_u32_u8(bytes), 0);
    __builtin_memcpy(to, &four, sizeof four);
  }
};

}  // namespace
}  // namespace lastmile::kernels::int8
