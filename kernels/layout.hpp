// How tensors lie in memory: one rule for all kernels of inference.
//
// blocked      [n][ceil(c / 16)][y][x][c % 16]: channels in blocks of 16, the last block padded with zeros;
//              a vector (1 x 1 map) is therefore its channels in order, a sequence a map of height 1 with a
//              token at each x
// interleaved  [n][y][x][c]: maps of at most 4 channels (pictures), no padding; 4 spare elements at the end may
//              be read
// Every buffer starts on 64 bytes. A kernel writes the padding of its output as zeros. int8: the same with
// bytes (activations unsigned with zero point, quantised in int8/quantise.hpp).
// Tests: tests/unit/kernels/layout_test.cpp
#pragma once

#include <cstddef>

namespace lastmile::kernels {

inline constexpr int kBlock = 16;
inline constexpr int kMostInterleaved = 4;

struct MapShape {
  int batch = 1;
  int channels = 1;
  int height = 1;
  int width = 1;

  friend bool operator==(const MapShape&, const MapShape&) = default;
  [[nodiscard]] bool interleaved() const { return channels <= kMostInterleaved && height * width > 1; }
  [[nodiscard]] int blocks() const { return (channels + kBlock - 1) / kBlock; }
  [[nodiscard]] std::size_t plane() const {
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  }
  /// Elements of the buffer, padding included.
  [[nodiscard]] std::size_t elements() const {
    const std::size_t images = static_cast<std::size_t>(batch) * plane();
    if (interleaved()) return images * static_cast<std::size_t>(channels) + kMostInterleaved;
    return images * static_cast<std::size_t>(blocks()) * kBlock;
  }
  [[nodiscard]] std::size_t index(int n, int c, int y, int x) const {
    const auto at = [](auto v) { return static_cast<std::size_t>(v); };
    if (interleaved())
      return ((at(n) * at(height) + at(y)) * at(width) + at(x)) * at(channels) + at(c);
    return (((at(n) * at(blocks()) + at(c / kBlock)) * at(height) + at(y)) * at(width) + at(x)) * kBlock +
           at(c % kBlock);
  }
};

/// Between plain [n][c][y][x] and the layout above.
void to_layout(const MapShape& shape, const float* plain, float* laid_out);
void from_layout(const MapShape& shape, const float* laid_out, float* plain);

}  // namespace lastmile::kernels
