// Dense layers of lanes.hpp (data sheet there) for one instruction set, vectorised over outputs.
//
// Formulae   dense           out[m] = act(bias[m] + sum_k w[m][k] in[k]), k ascending
//            dense_gradient  g[m][k] = sum_lane d[m] in[k], lanes added by halving
//            dense_back      in_slope[k] = sum_m w[m][k] d[m], m ascending
// Ignores    lanes beyond the images: their slopes are 0 and are not added
// Tests      tests/unit/kernels/lanes_dense_test.cpp
#pragma once

#include "kernels/lanes_tile.hpp"

namespace lastmile::kernels {
namespace {

/// Up to 16 vectors as named members (lanes_tile.hpp says why).
template <class B>
struct Sixteen {
  B v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15;
};

/// f(vector, its number) for the first N.
template <int N, class B, class F>
LASTMILE_INLINE void each_of(Sixteen<B>& s, F f) {
  f(s.v0, 0);
  if constexpr (N > 1) f(s.v1, 1);
  if constexpr (N > 2) f(s.v2, 2);
  if constexpr (N > 3) f(s.v3, 3);
  if constexpr (N > 4) f(s.v4, 4);
  if constexpr (N > 5) f(s.v5, 5);
  if constexpr (N > 6) f(s.v6, 6);
  if constexpr (N > 7) f(s.v7, 7);
  if constexpr (N > 8) f(s.v8, 8);
  if constexpr (N > 9) f(s.v9, 9);
  if constexpr (N > 10) f(s.v10, 10);
  if constexpr (N > 11) f(s.v11, 11);
  if constexpr (N > 12) f(s.v12, 12);
  if constexpr (N > 13) f(s.v13, 13);
  if constexpr (N > 14) f(s.v14, 14);
  if constexpr (N > 15) f(s.v15, 15);
}

template <int I, class B>
LASTMILE_INLINE B nth(Sixteen<B>& s) {
  B found;
  each_of<I + 1>(s, [&](B& v, int i) {
    if (i == I) found = v;
  });
  return found;
}

template <class Arch>
struct Dense : Tile<Arch> {
  using typename Tile<Arch>::B;
  using Tile<Arch>::kSize;
  using Tile<Arch>::kParts;
  using Tile<Arch>::kRows;
  using Tile<Arch>::load;

  static std::ptrdiff_t tile_floats(const LaneDense& d) {
    return static_cast<std::ptrdiff_t>(d.terms + (d.bias ? 1 : 0)) * kLanes;
  }

  /// Vector q of the rows is part q % kParts of tile q / kParts.
  static LASTMILE_INLINE const float* weights(const LaneDense& d, int q) {
    return d.weights + q / kParts * tile_floats(d) + (q % kParts) * kSize;
  }

  /// R images from `image` on by one vector of rows.
  template <int R>
  static void images_tile(const LaneDense& d, const float* in, bool relu, int image, int q,
                          float* out) {
    const float* w = weights(d, q);
    const float* x = in + image;
    const B zero(0.0F);
    const B start = d.bias ? load(w + static_cast<std::ptrdiff_t>(d.terms) * kLanes) : zero;
    Sixteen<B> sums;
    each_of<R>(sums, [&](B& sum, int) { sum = start; });
    for (int k = 0; k < d.terms; ++k, x += kLanes, w += kLanes) {
      const B weight = load(w);
      each_of<R>(sums, [&](B& sum, int i) { sum = sum + weight * B(x[i]); });
    }
    alignas(64) float turned[R * kSize];
    each_of<R>(sums, [&](B& sum, int i) {
      (relu ? xsimd::select(sum > zero, sum, zero) : sum).store_aligned(turned + i * kSize);
    });
    const int first = q * kSize;
    for (int m = 0; m < kSize && first + m < d.rows; ++m)
      for (int i = 0; i < R; ++i)
        out[static_cast<std::ptrdiff_t>(first + m) * kLanes + image + i] = turned[i * kSize + m];
  }

  using Images = void (*)(const LaneDense&, const float*, bool, int, int, float*);
  static Images images(int count) {
    static constexpr Images of[] = {
        images_tile<1>,  images_tile<2>,  images_tile<3>,  images_tile<4>,
        images_tile<5>,  images_tile<6>,  images_tile<7>,  images_tile<8>,
        images_tile<9>,  images_tile<10>, images_tile<11>, images_tile<12>,
        images_tile<13>, images_tile<14>, images_tile<15>, images_tile<16>};
    return of[count - 1];
  }

  static void dense(const LaneDense& d, const float* in, bool relu, float* out) {
    // With 16 registers in two parts, so that sums need not leave them.
    const int parts = kSize < 16 && d.images > 8 ? 2 : 1, first = (d.images + parts - 1) / parts;
    for (int q = 0; q * kSize < d.rows; ++q) {
      images(first)(d, in, relu, 0, q, out);
      if (parts > 1) images(d.images - first)(d, in, relu, first, q, out);
    }
    for (int m = 0; m < d.rows; ++m, out += kLanes)
      for (int lane = d.images; lane < kLanes; ++lane) out[lane] = out[0];
  }

  /// Lane I of `d` by that of x, with those kStep, 2 kStep, ... further below kImages added by
  /// halving.
  template <int kImages, int I, int kStep>
  static LASTMILE_INLINE B halved(Sixteen<B>& d, const float* x) {
    if constexpr (kStep == kLanes)
      return nth<I>(d) * B(x[I]);
    else if constexpr (I + kStep < kImages)
      return halved<kImages, I, 2 * kStep>(d, x) + halved<kImages, I + kStep, 2 * kStep>(d, x);
    else
      return halved<kImages, I, 2 * kStep>(d, x);
  }

  /// Elementwise::sgd for one vector.
  static LASTMILE_INLINE void step(const B& gradient, const B& rate, const B& momentum,
                                   const B& decay, float* velocity, float* weights) {
    const B w = load(weights);
    const B v = momentum * load(velocity) + (gradient + decay * w);
    v.store_aligned(velocity);
    (w - rate * v).store_aligned(weights);
  }

  template <int kImages>
  static void gradient_of(const LaneDenseGradient& g) {
    const B rate(g.step.rate), momentum(g.step.momentum), decay(g.step.decay);
    for (int part = 0; part < kLanes; part += kSize) {
      Sixteen<B> d;
      each_of<kImages>(d, [&](B& v, int i) { v = load(g.slope + i * kLanes + part); });
      const float* x = g.input;
      float* to = g.to + part;
      float* velocity = g.velocity + (g.velocity != nullptr ? part : 0);
      for (int k = 0; k < g.terms; ++k, x += kLanes, to += kLanes) {
        const B sum = halved<kImages, 0, 1>(d, x);
        if (g.velocity == nullptr) {
          sum.store_aligned(to);
        } else {
          step(sum, rate, momentum, decay, velocity, to);
          velocity += kLanes;
        }
      }
    }
  }

  static void gradient(const LaneDenseGradient& g) {
    using Of = void (*)(const LaneDenseGradient&);
    static constexpr Of of[] = {gradient_of<1>,  gradient_of<2>,  gradient_of<3>,  gradient_of<4>,
                                gradient_of<5>,  gradient_of<6>,  gradient_of<7>,  gradient_of<8>,
                                gradient_of<9>,  gradient_of<10>, gradient_of<11>, gradient_of<12>,
                                gradient_of<13>, gradient_of<14>, gradient_of<15>, gradient_of<16>};
    of[g.images - 1](g);
  }

  /// R terms from `term` on by V vectors of lanes.
  template <int R, int V>
  static void back_tile(const LaneDense& d, const float* slope, int term, int part,
                        float* in_slope) {
    Rows<B> sums;
    each_row<R>(sums, [](Row<B>& r, int) { each_vector<V>(r, [](B& v, int) { v = B(0.0F); }); });
    const float* s = slope + part * kSize;
    for (int m = 0; m < d.rows; ++m, s += kLanes) {
      const float* w = d.weights + m / kLanes * tile_floats(d) + m % kLanes +
                       static_cast<std::ptrdiff_t>(term) * kLanes;
      const B v0 = load(s);
      const B v1 = V > 1 ? load(s + kSize) : v0;
      each_row<R>(sums,
                  [&](Row<B>& r, int i) { multiply_add<V>(r, B(w[i * kLanes]), v0, v1, v1); });
    }
    each_row<R>(sums, [&](Row<B>& r, int i) {
      float* to = in_slope + static_cast<std::ptrdiff_t>(term + i) * kLanes + part * kSize;
      each_vector<V>(r, [&](B& v, int j) { v.store_aligned(to + j * kSize); });
    });
  }

  static void back(const LaneDense& d, const float* slope, float* in_slope) {
    constexpr int kVectors = kParts > 1 ? 2 : 1;
    int term = 0;
    for (; term + kRows <= d.terms; term += kRows)
      for (int part = 0; part < kParts; part += kVectors)
        back_tile<kRows, kVectors>(d, slope, term, part, in_slope);
    for (; term < d.terms; ++term)
      for (int part = 0; part < kParts; part += kVectors)
        back_tile<1, kVectors>(d, slope, term, part, in_slope);
  }
};

}  // namespace
}  // namespace lastmile::kernels
