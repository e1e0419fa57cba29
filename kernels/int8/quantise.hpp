// Numbers as bytes: activations unsigned with a zero point, weights signed with a scale a channel.
//
// Formulae   activations  real = s (q - z), q in 0 ... 255
//            weights      real = s[o] q, q in -128 ... 127; s[o] = max |w[o]| / 127 unless given
//            q      = clamp(round(real / s) + z)
//            sum[o] = sum_k (q_a[k] - z_a) q_w[o][k]        exact, 32 bits; padding adds nothing
//            value  = clamp(fma(sum[o], m[o], c[o]), low, high), m[o] = s_a s_w[o] / s_o,
//                     c[o] = bias[o] / s_o + z_o; with a summand r, c[o] is less by z_r s_r / s_o
//                     and fma(q_r, s_r / s_o, .) comes before the clamp; these three in fp32
//            out    = round(value) as a byte; an fp32 output is value, with s_o = 1 and z_o = 0
//            low, high = 0, 255 (fp32: none); relu: low = z_o; relu6: also high <= z_o + 6 / s_o
// Symbols    q byte; s scale (what one step of a byte means); z zero point; a input, w weight,
//            o output (and its channel), r summand; k term; round: to nearest, ties to even;
//            fma: a b + c with one rounding, in fp32
// Source     Jacob et al. 2018 (doi:10.1109/CVPR.2018.00286), sections 2.1 and 2.2. Different from
//            there: a scale for each channel; bias and multiplier in fp32, not as whole numbers.
// Validity   at most 65,793 terms a sum (255 x 128 x 65,793 < 2^31); scales positive and finite.
// Ignores    how scales and zero points are found (calibration on data).
// Tests      tests/unit/kernels/int8_quantise_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/layout.hpp"

namespace lastmile::kernels {

/// How the bytes of one int8 call are to be read.
struct Quantisation {
  float input_scale = 1;
  int input_zero = 0;
  float output_scale = 1;
  int output_zero = 0;
  float summand_scale = 1;
  int summand_zero = 0;
  const float* weight_scales = nullptr;  ///< [oc]; null: from the largest weight of each channel
  bool fp32_output = false;              ///< an fp32 tensor; output_scale is not used
};

namespace int8 {

inline constexpr std::size_t kMostTerms = 65793;

std::uint8_t quantised(float real, float scale, int zero);
inline float dequantised(std::uint8_t byte, float scale, int zero) {
  return scale * static_cast<float>(byte - zero);
}

/// Of a tensor that lies as layout.hpp says; the padding becomes 0.
void quantise(const MapShape& shape, const float* real, float scale, int zero, std::uint8_t* bytes);

struct ByteWeights {
  std::vector<std::int8_t> values;  ///< in the order of the fp32 weights
  std::vector<float> scales;        ///< one a channel
};
/// `channels` rows of `terms` weights; `scales` may be null. A channel of zeros gets scale 1.
ByteWeights quantise_weights(const float* weights, int channels, int terms, const float* scales);

}  // namespace int8
}  // namespace lastmile::kernels
