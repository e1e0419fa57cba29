// The transformed weights of winograd.hpp, packed for the tiles: sixteen 1 x 1 convolutions.
#pragma once

#include <vector>

#include "kernels/int8/packing.hpp"
#include "kernels/int8/quantise.hpp"

namespace lastmile::kernels::int8 {

struct WinogradPosition {
  PackedWeights packed;
  Table<float> multiplier;
};

/// `products` is the 1 x 1 convolution of one row of tiles that each position computes; `scale` is
/// s_a / s_o.
std::vector<WinogradPosition> winograd_weights(const KernelCall& products, int widest, bool flipped,
                                               int input_zero, const ByteWeights& weights,
                                               double scale);

}  // namespace lastmile::kernels::int8
