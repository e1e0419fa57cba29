#include "kernels/conv/direct_plan.hpp"

#include <algorithm>

#include "kernels/conv/parts.hpp"

namespace lastmile::kernels {
namespace {

bool flat(const KernelCall& c) {
  return c.kernel_height * c.kernel_width == 1 && c.stride == 1 && c.padding == 0;
}

}  // namespace

DirectShape::DirectShape(const KernelCall& c)
    : vectors(c.type == KernelType::dense),
      images(c.batch),
      height(c.height),
      width(c.width),
      height_out(c.height_out()),
      width_out(c.width_out()),
      kernel_height(c.kernel_height),
      kernel_width(c.kernel_width),
      stride(c.stride),
      padding(c.padding),
      dilation(c.dilation),
      channels(c.channels),
      out_channels(c.channels_out()),
      groups(vectors ? 1 : c.groups) {
  const MapShape in = input_shape(c, 0);
  interleaved = in.interleaved();
  in_blocks = interleaved ? 1 : in.blocks();
  out_blocks = up(out_channels, kBlock);
  pixel = interleaved ? channels : kBlock;
  if (vectors) {
    height = height_out = images;
    images = 1;
  } else if (flat(c)) {  // rows may be cut anywhere
    height = height_out = height * width;
    width = width_out = 1;
  }
}

DirectPlan::DirectPlan(const DirectShape& shape, const Cut& cut, const TileKernels& kernels)
    : shape_(shape), cut_(cut) {
  cut_.chunk_rows = std::min(cut.chunk_rows, shape.height_out);
  cut_.group_blocks = std::min(cut.group_blocks, shape.in_blocks);
  cut_.tile_blocks = kernels.whole_blocks(cut.tile_blocks);
  cut_.tile_pixels = std::min(cut.tile_pixels, kernels.most_pixels_of(cut_.tile_blocks));
  block_stride_ = static_cast<std::ptrdiff_t>(shape.copies() ? shape.strip_rows(cut_.chunk_rows)
                                                             : shape.height) *
                  shape.strip_width() * kBlock;
  cut_channels(kernels);
  list_pixels();
  list_segments();
  full_ = cut_pixels(cut_.chunk_rows);
  rest_rows_ = shape.height_out % cut_.chunk_rows;
  rest_ = cut_pixels(rest_rows_);
}

void DirectPlan::cut_channels(const TileKernels& kernels) {
  const int out_group = shape_.out_channels / shape_.groups,
            in_group = shape_.channels / shape_.groups;
  in_equal_parts(shape_.out_blocks, cut_.tile_blocks, [&](int first, int blocks) {
    ChannelTile tile{first, kernels.halves(first, blocks, shape_.out_channels), 0, 1,
                     packed_floats_};
    if (!shape_.interleaved) {
      const int last_channel = std::min((first + blocks) * kBlock, shape_.out_channels) - 1;
      tile.in_first = first * kBlock / out_group * in_group / kBlock;
      tile.in_last = up((last_channel / out_group + 1) * in_group, kBlock);
    }
    channel_tiles_.push_back(tile);
    packed_floats_ += static_cast<std::size_t>(terms(tile.in_first, tile.in_last)) *
                      static_cast<std::size_t>(tile.halves * kHalf);
  });
}

void DirectPlan::list_pixels() {
  for (int y = 0; y < cut_.chunk_rows; ++y)
    for (int x = 0; x < shape_.width_out; ++x)
      pixel_offsets_.push_back((y * shape_.strip_width() + x) * shape_.stride * shape_.pixel);
}

// An interleaved row of taps lies side by side unless it is dilated.
void DirectPlan::list_segments() {
  const bool rows = shape_.interleaved && shape_.dilation == 1;
  const int columns = rows ? 1 : shape_.kernel_width;
  for (int b = 0; b < cut_.group_blocks; ++b)
    for (int i = 0; i < shape_.kernel_height; ++i)
      for (int j = 0; j < columns; ++j)
        segment_offsets_.push_back(static_cast<std::int32_t>(
            b * block_stride_ + (i * shape_.strip_width() + j) * shape_.dilation * shape_.pixel));
}

Segments DirectPlan::segments(int first, int last) const {
  const int taps = shape_.kernel_height * shape_.kernel_width;
  if (shape_.interleaved) {
    const int count = static_cast<int>(segment_offsets_.size());
    return {segment_offsets_.data(), count, taps * shape_.channels / count, 0, 0};
  }
  const int odd = shape_.channels % kBlock;
  const bool tail = odd != 0 && last == shape_.in_blocks;
  return {segment_offsets_.data(), (last - first - (tail ? 1 : 0)) * taps, kBlock, tail ? taps : 0,
          odd};
}

int DirectPlan::terms(int first, int last) const {
  const int taps = shape_.kernel_height * shape_.kernel_width;
  if (first == last) return 0;
  if (shape_.interleaved) return taps * shape_.channels;
  return taps * (std::min(last * kBlock, shape_.channels) - first * kBlock);
}

std::size_t DirectPlan::strip_floats() const {
  if (!shape_.copies()) return 0;
  const std::size_t pixels = static_cast<std::size_t>(shape_.strip_rows(cut_.chunk_rows)) *
                             static_cast<std::size_t>(shape_.strip_width());
  const int blocks = shape_.interleaved ? 1 : cut_.group_blocks;
  return pixels * static_cast<std::size_t>(shape_.pixel * blocks) + kMostInterleaved;
}

const std::vector<PixelTile>& DirectPlan::pixel_tiles(int rows) const {
  return rows == cut_.chunk_rows ? full_ : rest_;
}

bool DirectPlan::even(int first, int pixels) const {
  const std::int32_t* offset = pixel_offsets_.data() + first;
  return std::adjacent_find(offset, offset + pixels,
                            [](int a, int b) { return b - a != kBlock; }) == offset + pixels;
}

/// Within rows, where that fills the tiles nearly as well as across them.
std::vector<PixelTile> DirectPlan::cut_pixels(int rows) const {
  std::vector<PixelTile> tiles;
  const int width = shape_.width_out, most = cut_.tile_pixels;
  const bool by_row = width > 1 && up(width, most) * rows * 10 <= up(width * rows, most) * 11;
  const int lines = by_row ? rows : 1, pixels = by_row ? width : width * rows;
  for (int line = 0; line < lines && pixels > 0; ++line)
    in_equal_parts(pixels, most, [&](int first, int size) {
      const int from = line * pixels + first;
      tiles.push_back({from, size, even(from, size)});
    });
  return tiles;
}

void DirectPlan::pack(const float* weights, float* packed) const {
  for (const ChannelTile& tile : channel_tiles_) pack_tile(tile, weights, packed + tile.weights);
}

// In the order in which segments() run through the terms.
void DirectPlan::pack_tile(const ChannelTile& tile, const float* weights, float* packed) const {
  const int taps = shape_.kernel_height * shape_.kernel_width;
  const int step = tile.halves * kHalf, block = shape_.interleaved ? shape_.channels : kBlock;
  for (int b = tile.in_first; b < tile.in_last; ++b)
    for (int tap = 0; tap < taps; ++tap)
      for (int c = b * block; c < std::min((b + 1) * block, shape_.channels); ++c, packed += step)
        pack_term(tile, c, tap, weights, packed);
}

void DirectPlan::pack_term(const ChannelTile& tile, int channel, int tap, const float* weights,
                           float* packed) const {
  const int in_group = shape_.channels / shape_.groups,
            out_group = shape_.out_channels / shape_.groups;
  const int taps = shape_.kernel_height * shape_.kernel_width, group = channel / in_group;
  for (int i = 0; i < tile.halves * kHalf; ++i) {
    const int o = tile.first * kBlock + i;
    const bool joined = o < shape_.out_channels && o / out_group == group;
    const auto from = static_cast<std::size_t>((o * in_group + channel % in_group) * taps + tap);
    packed[i] = joined ? weights[from] : 0.0F;
  }
}

}  // namespace lastmile::kernels
