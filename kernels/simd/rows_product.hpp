// The product of attention/attention.hpp for one instruction set: up to 6 rows by 4 vectors (2 where
// there are 16 registers) in named accumulators, terms ascending.
#pragma once

#include "kernels/attention/attention.hpp"
#include "kernels/simd/vector.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Rows16 : Vector<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::load;
#ifdef __aarch64__
  static constexpr int kVectors = 4;
#else
  static constexpr int kVectors = kSize >= 16 ? 4 : 2;
#endif

  /// Accumulator number row * V + vector.
  template <int R, int V>
  static void tile(const RowsProduct& p, int row, int column) {
    const float* a = p.a + static_cast<std::size_t>(row) * p.a_row;
    const float* b = p.b + column;
    const std::size_t a_row = p.a_row, b_row = p.b_row;
    Group<B, R * V> sums;
    sums.each([&](B& sum, auto) LASTMILE_INLINED { sum = B(0.0F); });
    for (int k = 0; k < p.terms; ++k, ++a, b += b_row)
      sums.each([&](B& sum, auto i) LASTMILE_INLINED {
        sum = fused(B(a[static_cast<std::size_t>(i / V) * a_row]), load(b + i % V * kSize), sum);
      });
    const B scale(p.scale);
    float* out = p.out + static_cast<std::size_t>(row) * p.out_row + column;
    const std::size_t out_row = p.out_row;
    sums.each([&](B& sum, auto i) LASTMILE_INLINED {
      (sum * scale).store_aligned(out + static_cast<std::size_t>(i / V) * out_row + i % V * kSize);
    });
  }

  template <int V>
  static void columns(const RowsProduct& p, int column) {
    int row = 0;
    for (; p.rows - row >= 6; row += 6) tile<6, V>(p, row, column);
    if (p.rows - row >= 4) tile<4, V>(p, row, column), row += 4;
    if (p.rows - row >= 2) tile<2, V>(p, row, column), row += 2;
    if (p.rows - row >= 1) tile<1, V>(p, row, column);
  }

  static void run(const RowsProduct& p) {
    int column = 0;
    for (; p.columns - column >= kVectors * kSize; column += kVectors * kSize)
      columns<kVectors>(p, column);
    for (; p.columns - column >= kSize; column += kSize) columns<1>(p, column);
  }
};

}  // namespace
}  // namespace lastmile::kernels
