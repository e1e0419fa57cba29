#include "kernels/int8/row_of_tiles.hpp"

namespace lastmile::kernels::int8 {
namespace {

int most_pixels(const TileFunction* kernels) {
  int most = TileSet::kMostPixels;
  while (most > 0 && kernels[most] == nullptr) --most;
  return most;
}

}  // namespace

/// Few pixels want many channels, to keep enough sums at work.
int widest(const TileSet& tiles, int columns) {
  int width = columns > 7 ? 1 : 2;
  while (most_pixels(tiles.kernels[width]) == 0) --width;
  return width;
}

Tile packed_tile(const PackedWeights& packed, const ChannelTile& channels) {
  Tile tile;
  tile.quad_offset = packed.quad_offset.data() + channels.first_quad;
  tile.quads = channels.quads;
  tile.weights = packed.weights.data() + channels.first_weight;
  tile.channels.start = packed.start.data() + static_cast<std::size_t>(channels.block) * kBlock;
  return tile;
}

void run_row(const TileFunction* kernels, int columns, Tile tile) {
  const int most = most_pixels(kernels), count = (columns + most - 1) / most;
  const std::ptrdiff_t element = tile.fp32 ? sizeof(float) : 1;
  for (int i = 0, left = columns; i < count; ++i) {
    const int pixels = (left + count - i - 1) / (count - i);
    kernels[pixels](tile);
    left -= pixels;
    tile.input += pixels * tile.step;
    tile.output = static_cast<std::uint8_t*>(tile.output) + pixels * tile.output_pixel * element;
    if (tile.summand != nullptr) tile.summand += pixels * tile.output_pixel;
  }
}

}  // namespace lastmile::kernels::int8
