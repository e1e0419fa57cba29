// The product of lanes.hpp (data sheet there) for one instruction set.
#pragma once

#include "kernels/lanes_tile.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Product : Tile<Arch> {
  using typename Tile<Arch>::B;
  using Tile<Arch>::kSize;
  using Tile<Arch>::kParts;
  using Tile<Arch>::kRows;
  using Tile<Arch>::load;

  /// Vector q of the output covers part q % kParts of pixel q / kParts.
  static LASTMILE_INLINE const float* source(const LaneProduct& p, int q) {
    return p.input + p.pixel_offset[q / kParts] + (q % kParts) * kSize;
  }

  template <int R, int V>
  static void product_tile(const LaneProduct& p, int row, int q) {
    const float* w = p.weights + static_cast<std::ptrdiff_t>(row / kRowTile) * p.terms * kRowTile +
                     row % kRowTile;
    const float* x0 = source(p, q);
    const float* x1 = V > 1 ? source(p, q + 1) : x0;
    const float* x2 = V > 2 ? source(p, q + 2) : x0;
    Rows<B> sums;
    each_row<R>(sums, [&](Row<B>& r, int i) {
      const B start(p.bias != nullptr ? p.bias[row + i] : 0.0F);
      each_vector<V>(r, [&](B& v, int) { v = start; });
    });
    for (int k = 0; k < p.terms; ++k, w += kRowTile) {
      const std::ptrdiff_t at = p.term_offset[k];
      const B v0 = load(x0 + at);
      const B v1 = V > 1 ? load(x1 + at) : v0;
      const B v2 = V > 2 ? load(x2 + at) : v0;
      each_row<R>(sums, [&](Row<B>& r, int i) { multiply_add<V>(r, B(w[i]), v0, v1, v2); });
    }
    const std::ptrdiff_t row_size = static_cast<std::ptrdiff_t>(p.pixels) * kLanes;
    each_row<R>(sums, [&](Row<B>& r, int i) {
      float* out = p.output + (row + i) * row_size + static_cast<std::ptrdiff_t>(q) * kSize;
      each_vector<V>(r, [&](B& v, int j) {
        const B zero(0.0F);
        (p.relu ? xsimd::select(v > zero, v, zero) : v).store_aligned(out + j * kSize);
      });
    });
  }

  template <int R>
  static int product_rows(const LaneProduct& p, int row, int q) {
    const int left = p.pixels * kParts - q;
    if (left >= 3) return product_tile<R, 3>(p, row, q), R;
    if (left == 2) return product_tile<R, 2>(p, row, q), R;
    return product_tile<R, 1>(p, row, q), R;
  }

  static void product(const LaneProduct& p) {
    for (int q = 0; q < p.pixels * kParts; q += 3)
      for (int row = 0; row < p.rows;) {
        const int left = p.rows - row;
        if (left >= kRows)
          row += product_rows<kRows>(p, row, q);
        else if (left >= 4)
          row += product_rows<4>(p, row, q);
        else if (left >= 2)
          row += product_rows<2>(p, row, q);
        else
          row += product_rows<1>(p, row, q);
      }
  }
};

}  // namespace
}  // namespace lastmile::kernels
