// The weights of an int8 convolution as the tiles want them, and the quads of input that they meet.
//
// A quad is four bytes side by side in the input: four channels of a pixel or, in an interleaved
// picture, what follows from a tap's pixel on. Output channels are cut into tiles of 4, 2 or 1
// blocks; each has the quads of the groups it belongs to, so that a group that ends inside a block
// multiplies its neighbours' bytes by zero.
//
// Tests: tests/unit/kernels/int8_conv_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/int8/requantise.hpp"

namespace lastmile::kernels::int8 {

struct ChannelTile {
  int block = 0;  ///< the first
  int width = 0;  ///< 2^width blocks
  int quads = 0;
  std::size_t first_quad = 0;    ///< in PackedWeights::quad_offset
  std::size_t first_weight = 0;  ///< in PackedWeights::weights
};

struct PackedWeights {
  std::vector<ChannelTile> tiles;
  std::vector<std::int32_t> quad_offset;
  Table<std::int8_t> weights;
  Table<std::int32_t> start;  ///< what a sum begins with: the zero point's share
};

/// `source` is the map that the quads lie in; `widest` is the largest ChannelTile::width; a byte
/// with an inverted top bit (`flipped`) counts as 128 less.
PackedWeights pack(const KernelCall& call, const MapShape& source, int widest, bool flipped,
                   int input_zero, const std::vector<std::int8_t>& weights);

/// A depthwise convolution without dilation, for TileSet::neighbours.
PackedWeights pack_neighbours(const KernelCall& call, const MapShape& source, bool flipped,
                              int input_zero, const std::vector<std::int8_t>& weights);

}  // namespace lastmile::kernels::int8
