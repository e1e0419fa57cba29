// The register tile that both sums of lanes.hpp (data sheet there) share: up to 8 x 3 vectors.
//
// Accumulators are named members, not an array: gcc keeps the former in registers and spills the
// latter. 8 by 3 are 24 of AVX-512's 32 registers; with 16 registers the tile is 4 by 3.
#pragma once

#include <xsimd/xsimd.hpp>

#include "kernels/always_inline.hpp"
#include "kernels/lanes.hpp"

namespace lastmile::kernels {
namespace {

template <class B>
struct Row {
  B a, b, c;
};

template <class B>
struct Rows {
  Row<B> r0, r1, r2, r3, r4, r5, r6, r7;
};

template <int R, class B, class F>
LASTMILE_INLINE void each_row(Rows<B>& rows, F f) {
  f(rows.r0, 0);
  if constexpr (R > 1) f(rows.r1, 1);
  if constexpr (R > 2) f(rows.r2, 2), f(rows.r3, 3);
  if constexpr (R > 4) f(rows.r4, 4), f(rows.r5, 5), f(rows.r6, 6), f(rows.r7, 7);
}

template <int V, class B, class F>
LASTMILE_INLINE void each_vector(Row<B>& row, F f) {
  f(row.a, 0);
  if constexpr (V > 1) f(row.b, 1);
  if constexpr (V > 2) f(row.c, 2);
}

/// row += w * (x0, x1, x2)
template <int V, class B>
LASTMILE_INLINE void multiply_add(Row<B>& row, const B& w, const B& x0, const B& x1, const B& x2) {
  row.a = row.a + w * x0;
  if constexpr (V > 1) row.b = row.b + w * x1;
  if constexpr (V > 2) row.c = row.c + w * x2;
}

/// Adds the lanes by halving; `lanes` is used up.
LASTMILE_INLINE float add_lanes(float* lanes) {
  static_assert(kLanes == 16);
  for (int i = 0; i < 8; ++i) lanes[i] += lanes[i + 8];
  for (int i = 0; i < 4; ++i) lanes[i] += lanes[i + 4];
  return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

template <class Arch>
struct Tile {
  using B = xsimd::batch<float, Arch>;
  static constexpr int kSize = static_cast<int>(B::size);
  static constexpr int kParts = kLanes / kSize;      // vectors a pixel
  static constexpr int kRows = kSize >= 16 ? 8 : 4;  // rows of the largest tile

  static LASTMILE_INLINE B load(const float* p) { return B::load_aligned(p); }
};

}  // namespace
}  // namespace lastmile::kernels
