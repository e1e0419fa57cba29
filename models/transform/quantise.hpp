// Affine quantisation: whole numbers of few bits, a scale and a zero point.
//
// Formulae   q = clamp(round(x / s) + z, low, high);   x' = s (q - z)
//            symmetric   low = -(2^(b-1) - 1), high = -low, s = max |x| / high, z = 0
//            asymmetric  low = 0, high = 2^b - 1, s = (max(x, 0) - min(x, 0)) / high,
//                        z = round(-min(x, 0) / s)
// Symbols    x value, q code, s scale, z zero point, b bits
// Source     Jacob et al. 2018, arXiv:1712.05877, section 2; Krishnamoorthi 2018, arXiv:1806.08342
// Validity   2 to 16 bits. |x - x'| <= s / 2 for symmetric codes, <= s with a zero point, which is
//            rounded itself; 0 is exact
// Tests      tests/unit/models/quantise_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/transform/weighted_graph.hpp"

namespace lastmile::models {

enum class Granularity : std::uint8_t { tensor, channel };  ///< one scale, or one an output channel

struct AffineOptions {
  int bits = 8;
  bool symmetric = true;
  Granularity granularity = Granularity::channel;
};

struct AffineCodes {
  std::vector<std::int32_t> codes;
  std::vector<float> scales;
  std::vector<std::int32_t> zeros;  ///< as many as scales
};

/// REQUIRES values.size() a multiple of channels. ConfigError for bits out of range.
AffineCodes quantise(std::span<const float> values, std::size_t channels,
                     const AffineOptions& options);
std::vector<float> dequantise(const AffineCodes& codes);

/// The network with the kernels of its products as their codes give them back; biases stay.
WeightedGraph quantised(const WeightedGraph& net, const AffineOptions& options);

}  // namespace lastmile::models
