// The formats in which a layer's numbers are kept and multiplied.
//
// Formulae   fp16    1 + 5 + 10 bits, bf16 1 + 8 + 7: to the nearest, of two to the even one; what is
//                    too large becomes the largest
//            int8, int4   symmetric codes, one scale a channel (quantise.hpp)
//            binary  x' = sign(x) mean |x| by channel; sign(0) = 1
// Source     IEEE 754-2008; bf16: the upper half of fp32; binary: Rastegari et al. 2016,
//            arXiv:1603.05279, section 3.1
// Ignores    accumulators: products are added in a wider format
// Tests      tests/unit/models/number_format_test.cpp
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/transform/weighted_graph.hpp"

namespace lastmile::models {

enum class NumberFormat : std::uint8_t { fp32, fp16, bf16, int8, int4, binary };

std::string_view to_string(NumberFormat format);
NumberFormat number_format(std::string_view name);  ///< ConfigError with the nearest name
int bits_of(NumberFormat format);

/// In which multipliers work on such weights and activations: the narrower side is widened to the
/// other; a whole number meets a fraction as the fraction; fp16 and bf16 meet as fp32.
NumberFormat product_format(NumberFormat weights, NumberFormat activations);

/// Each value as the format has it. REQUIRES values.size() a multiple of channels.
std::vector<float> rounded(const std::vector<float>& values, std::size_t channels,
                           NumberFormat format);

/// The network with the kernels of its products so, one format a layer; biases stay.
WeightedGraph rounded(const WeightedGraph& net, const std::vector<NumberFormat>& formats);

}  // namespace lastmile::models
