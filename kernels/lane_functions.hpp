// Elementary functions whose bits are the same in every instruction set: only separate additions,
// multiplications, divisions and comparisons, so that a compiler may vectorise a loop of them.
//
// Formulae   exp, tanh, erf as in simd/functions.hpp, with its coefficients; sigmoid 1 / (1 +
// exp(-x)) Symbols    plain numbers Source     simd/functions.hpp Validity   finite x; relative
// errors below 1e-6 (tests); exp saturates at exp(-87.3) and exp(88) Ignores    NaN Tests
// tests/unit/kernels/lanes_activation_test.cpp
#pragma once

#include <bit>
#include <cstdint>

#include "kernels/always_inline.hpp"

namespace lastmile::kernels {

LASTMILE_INLINE float lane_clamp(float x, float least, float most) {
  const float raised = x < least ? least : x;
  return raised > most ? most : raised;
}

/// c0 + c1 x + c2 x^2 + ...
LASTMILE_INLINE float lane_polynomial(float /*x*/, float last) { return last; }
template <class... Rest>
LASTMILE_INLINE float lane_polynomial(float x, float constant, Rest... rest) {
  return lane_polynomial(x, rest...) * x + constant;
}

LASTMILE_INLINE float lane_exp(float any) {
  const float x = lane_clamp(any, -87.3F, 88.0F);
  // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits.
  const float shifted = x * 1.44269504F + 12582912.0F;
  const float n = shifted - 12582912.0F;
  const float r = (x - n * 0.693359375F) + n * 2.12194440e-4F;
  const float tail = lane_polynomial(r, 4.999999345e-01F, 1.666652069e-01F, 4.166838740e-02F,
                                     8.368710139e-03F, 1.381461224e-03F);
  const float value = (r * r * tail + r) + 1.0F;
  const auto power = (std::bit_cast<std::uint32_t>(shifted) << 23) + 0x3F800000U;
  return value * std::bit_cast<float>(power);
}

LASTMILE_INLINE float lane_sigmoid(float x) { return 1.0F / (1.0F + lane_exp(-x)); }

LASTMILE_INLINE float lane_tanh(float any) {
  const float x = lane_clamp(any, -9.0F, 9.0F), z = x * x;
  const float p = lane_polynomial(z, 9.999999795e-01F, 1.338101714e-01F, 3.495578023e-03F,
                                  2.060891897e-05F, 1.335444416e-08F);
  const float q = lane_polynomial(z, 1.0F, 4.671433276e-01F, 2.587694373e-02F, 3.285618390e-04F,
                                  7.776467303e-07F);
  return x * p / q;
}

LASTMILE_INLINE float lane_erf(float any) {
  const float x = lane_clamp(any, -3.9F, 3.9F), z = x * x;
  const float p = lane_polynomial(z, 1.128379148e+00F, 1.896645474e-01F, 5.266776520e-02F,
                                  3.738243132e-03F, 2.850590537e-04F, 2.066480481e-06F);
  const float q = lane_polynomial(z, 1.0F, 5.014186111e-01F, 1.138180018e-01F, 1.491407259e-02F,
                                  1.157349594e-03F, 3.826992983e-05F);
  return x * p / q;
}

}  // namespace lastmile::kernels
