// The two transforms of the int8 Winograd convolution (data sheet in winograd.hpp), a row of tiles
// of one block of channels at a time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lastmile::kernels::int8 {

inline constexpr int kPositions = 16;  ///< of a transformed tile, 4 x 4

struct WinogradInput {
  const std::uint8_t* map = nullptr;  ///< the framed image at the first tile's corner
  std::ptrdiff_t map_row = 0;         ///< bytes between rows
  std::uint8_t* out = nullptr;        ///< [position][tile][16]
  std::ptrdiff_t out_position = 0;    ///< bytes between positions
  int tiles = 0;
};

struct WinogradOutput {
  const float* sums = nullptr;       ///< [position][tile][16]
  std::ptrdiff_t sums_position = 0;  ///< floats between positions
  int tiles = 0;
  int rows = 2, columns = 0;  ///< of the output that exist from the first tile on
  const float* offset = nullptr;
  const float* low = nullptr;
  const float* high = nullptr;
  void* out = nullptr;
  std::ptrdiff_t out_row = 0;  ///< elements between rows
  const std::uint8_t* summand = nullptr;
  float summand_multiplier = 0;
  bool fp32 = false;
};

}  // namespace lastmile::kernels::int8
