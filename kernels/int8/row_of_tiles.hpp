// A row of output pixels by one tile of channels, cut into tiles of nearly equal length.
// Tests: tests/unit/kernels/int8_conv_test.cpp
#pragma once

#include "kernels/int8/packing.hpp"
#include "kernels/int8/tile.hpp"

namespace lastmile::kernels::int8 {

/// The largest ChannelTile::width that suits rows of so many pixels.
int widest(const TileSet& tiles, int columns);
/// A tile with quads, weights and starting sums of `channels`.
Tile packed_tile(const PackedWeights& packed, const ChannelTile& channels);
/// `kernels` by their pixels, as in a TileSet; `tile` is the first, the rest follows at its steps.
void run_row(const TileFunction* kernels, int columns, Tile tile);

/// Bytes rounded up to whole cache lines.
constexpr std::size_t whole_lines(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

}  // namespace lastmile::kernels::int8
