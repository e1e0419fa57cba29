// The gradient of lanes.hpp (data sheet there) for one instruction set.
#pragma once

#include "kernels/lanes_tile.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Gradient : Tile<Arch> {
  using typename Tile<Arch>::B;
  using Tile<Arch>::kSize;
  using Tile<Arch>::kParts;
  using Tile<Arch>::kRows;
  using Tile<Arch>::load;

  template <int R, int V>
  static void gradient_part(const LaneGradient& g, int row, int term, int part, float* lanes) {
    const std::ptrdiff_t row_size = static_cast<std::ptrdiff_t>(g.pixels) * kLanes;
    const float* d = g.slope + row * row_size + part * kSize;
    const float* x = g.input + part * kSize;
    const std::ptrdiff_t t0 = g.term_offset[term];
    const std::ptrdiff_t t1 = V > 1 ? g.term_offset[term + 1] : t0;
    const std::ptrdiff_t t2 = V > 2 ? g.term_offset[term + 2] : t0;
    Rows<B> sums;
    each_row<R>(sums, [](Row<B>& r, int) { each_vector<V>(r, [](B& v, int) { v = B(0.0F); }); });
    for (int p = 0; p < g.pixels; ++p, d += kLanes) {
      const float* at = x + g.pixel_offset[p];
      const B v0 = load(at + t0);
      const B v1 = V > 1 ? load(at + t1) : v0;
      const B v2 = V > 2 ? load(at + t2) : v0;
      each_row<R>(
          sums, [&](Row<B>& r, int i) { multiply_add<V>(r, load(d + i * row_size), v0, v1, v2); });
    }
    each_row<R>(sums, [&](Row<B>& r, int i) {
      float* to = lanes + i * 3 * kLanes + part * kSize;
      each_vector<V>(r, [&](B& v, int j) { v.store_aligned(to + j * kLanes); });
    });
  }

  template <int R, int V>
  static void gradient_tile(const LaneGradient& g, int row, int term) {
    alignas(64) float lanes[R * 3 * kLanes];
    for (int part = 0; part < kParts; ++part) gradient_part<R, V>(g, row, term, part, lanes);
    for (int i = 0; i < R; ++i)
      for (int j = 0; j < V; ++j)
        g.weights[static_cast<std::ptrdiff_t>(row + i) * g.terms + term + j] =
            add_lanes(lanes + (i * 3 + j) * kLanes);
  }

  template <int R>
  static int gradient_rows(const LaneGradient& g, int row) {
    int term = 0;
    for (; term + 3 <= g.terms; term += 3) gradient_tile<R, 3>(g, row, term);
    if (g.terms - term == 2) gradient_tile<R, 2>(g, row, term);
    if (g.terms - term == 1) gradient_tile<R, 1>(g, row, term);
    return R;
  }

  static void gradient_bias(const LaneGradient& g) {
    for (int row = 0; row < g.rows; ++row) {
      alignas(64) float lanes[kLanes] = {};
      const float* d = g.slope + static_cast<std::ptrdiff_t>(row) * g.pixels * kLanes;
      for (int p = 0; p < g.pixels; ++p)
        for (int i = 0; i < kLanes; ++i) lanes[i] += d[p * kLanes + i];
      g.bias[row] = add_lanes(lanes);
    }
  }

  /// Terms lie side by side and there is one pixel: a dense layer.
  static bool is_dense(const LaneGradient& g) {
    if (g.pixels != 1 || g.terms < kLanes) return false;
    for (int k = 1; k < g.terms; ++k)
      if (g.term_offset[k] != g.term_offset[k - 1] + kLanes) return false;
    return true;
  }

  /// sum over lanes of d[lane] * x[lane][term] for a vector of terms, the lanes added by halving:
  /// lane and those kStep, 2 kStep, ... further.
  template <int kLane, int kStep>
  static LASTMILE_INLINE B halved(const float* d, const float* turned) {
    if constexpr (kStep == kLanes)
      return B(d[kLane]) * load(turned + kLane * kLanes);
    else
      return halved<kLane, 2 * kStep>(d, turned) + halved<kLane + kStep, 2 * kStep>(d, turned);
  }

  static void gradient_dense(const LaneGradient& g) {
    alignas(64) float turned[kLanes * kLanes];  // [lane][term]
    const float* x = g.input + g.pixel_offset[0] + g.term_offset[0];
    for (int first = 0; first < g.terms; first += kLanes) {
      const int term = first + kLanes <= g.terms ? first : g.terms - kLanes;
      for (int k = 0; k < kLanes; ++k)
        for (int lane = 0; lane < kLanes; ++lane)
          turned[lane * kLanes + k] = x[static_cast<std::ptrdiff_t>(term + k) * kLanes + lane];
      for (int row = 0; row < g.rows; ++row)
        for (int part = 0; part < kLanes; part += kSize)
          halved<0, 1>(g.slope + static_cast<std::ptrdiff_t>(row) * kLanes, turned + part)
              .store_unaligned(g.weights + static_cast<std::ptrdiff_t>(row) * g.terms + term +
                               part);
    }
    if (g.bias != nullptr) gradient_bias(g);
  }

  static void gradient(const LaneGradient& g) {
    if (is_dense(g)) return gradient_dense(g);
    for (int row = 0; row < g.rows;) {
      const int left = g.rows - row;
      if (left >= kRows)
        row += gradient_rows<kRows>(g, row);
      else if (left >= 4)
        row += gradient_rows<4>(g, row);
      else if (left >= 2)
        row += gradient_rows<2>(g, row);
      else
        row += gradient_rows<1>(g, row);
    }
    if (g.bias != nullptr) gradient_bias(g);
  }
};

}  // namespace
}  // namespace lastmile::kernels
