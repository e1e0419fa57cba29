// A tile of an int8 convolution: up to 14 pixels by 4 blocks of 16 output channels.
//
// Formulae   sum[p][o]  = start[o] + sum_q sum_b in[p step + offset[q] + b] * w[q][o][b],  b = 0..3
//            value      = requantised as quantise.hpp says, from the channels' tables
// Symbols    p pixel; o output channel of the tile; q quad: four bytes side by side in the input
// Order      the sums are whole numbers modulo 2^32, so every instruction set gives the same.
// Tests      tests/unit/kernels/int8_conv_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>

namespace lastmile::kernels::int8 {

struct WinogradInput;
struct WinogradOutput;

inline constexpr int kQuad = 4;

/// Per output channel, from the tile's first: see Requantisation in requantise.hpp.
struct ChannelTables {
  const std::int32_t* start = nullptr;
  const float* multiplier = nullptr;
  const float* offset = nullptr;
  const float* low = nullptr;
  const float* high = nullptr;
};

struct Tile {
  const std::uint8_t* input = nullptr;
  std::ptrdiff_t step = 0;  ///< bytes between neighbouring pixels
  const std::int32_t* quad_offset = nullptr;
  int quads = 0;
  const std::int8_t* weights = nullptr;  ///< [quad][16 blocks][4]
  ChannelTables channels;
  void* output = nullptr;
  std::ptrdiff_t output_pixel = 0;        ///< elements between neighbouring pixels
  std::ptrdiff_t output_block = 0;        ///< elements between blocks of channels
  const std::uint8_t* summand = nullptr;  ///< lies as the output does; may be null
  float summand_multiplier = 0;
  bool fp32 = false;  ///< the output is fp32
};

using TileFunction = void (*)(const Tile&);

/// The tiles of an instruction set. kernels[b][p] computes 2^b blocks of p pixels; null: none.
struct TileSet {
  static constexpr int kMostPixels = 14;
  static constexpr int kWidths = 3;
  bool flipped = false;  ///< the input's top bit is inverted first: bytes become signed, less 128
  TileFunction kernels[kWidths][kMostPixels + 1] = {};
  /// Depthwise, a block of p pixels: a quad is not four channels but four neighbouring pixels, for
  /// each channel those of its own. Null: none.
  TileFunction neighbours[kMostPixels + 1] = {};
  void (*winograd_input)(const WinogradInput&) = nullptr;  ///< a row of tiles: winograd_tile.hpp
  void (*winograd_output)(const WinogradOutput&) = nullptr;
};

}  // namespace lastmile::kernels::int8
