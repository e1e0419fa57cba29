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
#include "kernels/layout.hpp"

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
  const float* weights = nullptr;  ///< [segment][k][8 halves]
  const float* bias = nullptr;     ///< null: start from what `output` holds
  const float* add = nullptr;      ///< null or laid out as `output`
  float* output = nullptr;
  std::ptrdiff_t output_pixel = 16;  ///< floats from pixel to pixel
  std::ptrdiff_t output_block = 0;   ///< from block to block of 16 channels
  Clamp clamp = Clamp::none;
};

using TileFunction = void (*)(const TileRun&);

inline constexpr int kHalf = kBlock / 2;
inline constexpr int kMostTileHalves = 8;
inline constexpr int kMostTilePixels = 14;

/// Tiles of `halves` * 8 channels; an odd number leaves the other half of its last block zero.
struct TileKernels {
  /// Most pixels of a tile, by halves - 1; 0: no such tile.
  int most_pixels[kMostTileHalves];
  /// [halves - 1][pixels - 1]; `even` where the pixels lie 16 floats apart, `listed` anywhere.
  TileFunction even[kMostTileHalves][kMostTilePixels];
  TileFunction listed[kMostTileHalves][kMostTilePixels];

  [[nodiscard]] bool has(int halves) const { return most_pixels[halves - 1] > 0; }
  /// The widest tile of whole blocks up to `blocks`.
  [[nodiscard]] int whole_blocks(int blocks) const {
    while (!has(2 * blocks)) --blocks;
    return blocks;
  }
  [[nodiscard]] int most_pixels_of(int blocks) const { return most_pixels[2 * blocks - 1]; }
  /// Halves of a tile of `blocks` that ends with channel `channels` of the output or before it.
  [[nodiscard]] int halves(int first_block, int blocks, int channels) const {
    const bool odd = (first_block + blocks) * kBlock - channels >= kHalf && has(2 * blocks - 1);
    return 2 * blocks - (odd ? 1 : 0);
  }
};

/// REQUIRES: `isa` is runnable.
const TileKernels& tile_kernels(Isa isa);

}  // namespace lastmile::kernels
