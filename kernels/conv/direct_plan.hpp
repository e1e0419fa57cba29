// A convolution, or a product of many vectors, cut into tiles: which pixels, which channels, which
// terms.
//
// Formulae   strip     input rows s y0 - p ... that a chunk of output rows y0 ... y0 + rows - 1
// reads, with the
//                      padding as zeros; copied where there is padding, else the input itself
//            chunk     for each: for each group of input blocks: for each tile of channels: for
//            each of pixels groups    a tile of output channels reads only the input blocks that
//            its groups lie in; weights
//                      between other groups are zeros
// Symbols    s stride, p padding; a block is 16 channels; offsets in floats
// Source     implicit product, no im2col: Dukhan 2019 (arXiv:1907.02129), here with one offset a
// tap instead of
//            one pointer a pixel and tap
// Validity   any stride, padding, dilation, groups, batch; maps below 2^31 floats
// Ignores    zeros of odd groups are multiplied: g groups of 4 channels cost as much as g / 4 of 16
// Tests      tests/unit/kernels/conv_direct_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/conv/tile.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels {

/// How the work is cut; found by rule or by trial.
struct Cut {
  int tile_pixels = 14;
  int tile_blocks = 2;
  int chunk_rows = 1;    ///< output rows whose input strip is in use at a time
  int group_blocks = 1;  ///< input blocks that are summed before the next tile's turn
};

/// The call as the plan sees it: a map, or for a product one column of `batch` pixels.
struct DirectShape {
  explicit DirectShape(const KernelCall& call);

  bool vectors = false;      ///< dense: image and pixel change places
  bool interleaved = false;  ///< the input is
  int images = 1;
  int height = 1, width = 1, height_out = 1, width_out = 1;
  int in_blocks = 1, out_blocks = 1;
  int pixel = 16;  ///< floats of an input pixel
  int kernel_height = 1, kernel_width = 1, stride = 1, padding = 0, dilation = 1;
  int channels = 1, out_channels = 1, groups = 1;

  [[nodiscard]] bool copies() const { return padding > 0 || vectors; }
  [[nodiscard]] int strip_width() const { return width + 2 * padding; }
  [[nodiscard]] int strip_rows(int rows_out) const {
    return (rows_out - 1) * stride + (kernel_height - 1) * dilation + 1;
  }
};

struct ChannelTile {
  int first = 0, halves = 0;      ///< output: first block, halves of blocks
  int in_first = 0, in_last = 0;  ///< input blocks that it reads: first, behind last
  std::size_t weights = 0;        ///< where its packed weights begin
};

struct PixelTile {
  int first = 0, pixels = 0;
  bool even = false;
};

class DirectPlan {
 public:
  DirectPlan(const DirectShape& shape, const Cut& cut, const TileKernels& kernels);

  [[nodiscard]] const DirectShape& shape() const { return shape_; }
  [[nodiscard]] const Cut& cut() const { return cut_; }
  [[nodiscard]] const std::vector<ChannelTile>& channel_tiles() const { return channel_tiles_; }
  /// Of a chunk of `rows` output rows.
  [[nodiscard]] const std::vector<PixelTile>& pixel_tiles(int rows) const;
  [[nodiscard]] const std::int32_t* pixel_offsets() const { return pixel_offsets_.data(); }
  /// Segments of input blocks first ... last - 1, offsets from the strip's block `base`.
  [[nodiscard]] Segments segments(int first, int last) const;
  [[nodiscard]] int terms(int first, int last) const;  ///< of a sum, over input blocks
  [[nodiscard]] std::ptrdiff_t block_stride() const { return block_stride_; }
  [[nodiscard]] std::size_t strip_floats() const;
  [[nodiscard]] std::size_t packed_floats() const { return packed_floats_; }
  void pack(const float* weights, float* packed) const;

 private:
  void cut_channels(const TileKernels& kernels);
  void list_pixels();
  void list_segments();
  [[nodiscard]] bool even(int first, int pixels) const;
  [[nodiscard]] std::vector<PixelTile> cut_pixels(int rows) const;
  void pack_tile(const ChannelTile& tile, const float* weights, float* packed) const;
  void pack_term(const ChannelTile& tile, int channel, int tap, const float* weights,
                 float* packed) const;

  DirectShape shape_;
  Cut cut_;
  std::vector<ChannelTile> channel_tiles_;
  std::vector<PixelTile> full_, rest_;
  int rest_rows_ = 0;
  std::vector<std::int32_t> pixel_offsets_, segment_offsets_;
  std::ptrdiff_t block_stride_ = 0;
  std::size_t packed_floats_ = 0;
};

}  // namespace lastmile::kernels
