// The inner loop of every convolution and product: a tile of pixels by blocks of output channels
// that stays in registers while the terms of the sum go by.
//
// Formulae   out[p][o] = act(start[p][o] + sum_s sum_k x[pixel[p] + segment[s] + k] w[s][k][o] +
// add[p][o])
//            start = bias[o], or what out holds already (sums may be split over several calls)
// Symbols    p pixel, o output channel of the tile, s segment: a run of terms that lie side by side
// in the
//            input (16 channels of one tap; a row of taps of an interleaved picture). Offsets in
//            floats.
// Order      terms one after the other in ascending (s, k), one sum for each output, fused
// multiply-add where
//            the set has it: avx2 and avx512 give the same bits
// Source     register tiling after Goto, van de Geijn 2008 (doi:10.1145/1356052.1356053)
// Validity   finite values; weights and outputs on 64 bytes
// Ignores    swish, sigmoid, tanh, gelu, hard_swish: the caller applies them (finish.hpp)
// Tests      tests/unit/kernels/conv_direct_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/isa.hpp"

namespace lastmile::kernels {

enum class Clamp : std::uint8_t { none, relu, relu6 };

/// Segments are kBlock terms long, the last ones `tail_length`.
struct Segments {
  const std::int32_t* offset = nullptr;
  int full = 0;
  int full_length = 16;
  int tail = 0;
  int tail_length = 0;
};

struct TileRun {
  const float* input = nullptr;
  const std::int32_t* pixel = nullptr;  ///< offsets of the pixels; 16 apart in an even tile
  Segments segments;
  const float* weights = nullptr;  ///< [segment][k][16 T]
  const float* bias = nullptr;     ///< null: start from what `output` holds
  const float* add = nullptr;      ///< null or laid out as `output`
  float* output = nullptr;
  std::ptrdiff_t output_pixel = 16;  ///< floats from pixel to pixel
  std::ptrdiff_t output_block = 0;   ///< from block to block of 16 channels
  Clamp clamp = Clamp::none;
};

using TileFunction = void (*)(const TileRun&);

inline constexpr int kMostTileBlocks = 4;
inline constexpr int kMostTilePixels = 14;

struct TileKernels {
  /// Most pixels of a tile of 1, 2, 3, 4 blocks; 0: no such tile.
  int most_pixels[kMostTileBlocks];
  /// [blocks - 1][pixels - 1]; `even` where the pixels lie 16 floats apart, `listed` anywhere.
  TileFunction even[kMostTileBlocks][kMostTilePixels];
  TileFunction listed[kMostTileBlocks][kMostTilePixels];
};

/// REQUIRES: `isa` is runnable.
const TileKernels& tile_kernels(Isa isa);

}  // namespace lastmile::kernels
