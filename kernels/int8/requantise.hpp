// From 32-bit sums to the bytes (or fp32 numbers): quantise.hpp's formulae, by channel.
// Tests: tests/unit/kernels/int8_quantise_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/int8/tile.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels::int8 {

template <class T>
using Table = std::vector<T, CacheLineAllocator<T>>;

/// Tables have an entry for each channel of the output's blocks; those of the last block's padding
/// give zero.
struct Requantisation {
  Table<float> multiplier, offset, low, high;
  float summand_multiplier = 0;
  bool fp32 = false;

  Requantisation(const KernelCall& call, const Parameters& parameters,
                 const std::vector<float>& weight_scales);
  /// The number before it is rounded to a byte; `summand` has no effect if the call adds none.
  [[nodiscard]] float value(std::int32_t sum, int channel, std::uint8_t summand) const;
};

/// The weights of a call, by its scales or their own.
ByteWeights byte_weights(const KernelCall& call, const Parameters& parameters);
/// What the activation may be: none, relu, relu6.
bool has_bounds(Activation activation);

}  // namespace lastmile::kernels::int8
