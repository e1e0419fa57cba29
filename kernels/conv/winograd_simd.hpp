// The transforms of winograd_kernels.hpp (data sheet there) for one instruction set.
#pragma once

#include "kernels/conv/fused.hpp"
#include "kernels/conv/named.hpp"
#include "kernels/conv/winograd_kernels.hpp"
#include "kernels/conv/winograd_points.hpp"

namespace lastmile::kernels {
namespace {

template <class B>
LASTMILE_INLINE void input_line(Named<B, 4>& d) {
  const B d0 = at<0>(d), d1 = at<1>(d), d2 = at<2>(d), d3 = at<3>(d);
  at<0>(d) = d2 - d0;
  at<1>(d) = d1 + d2;
  at<2>(d) = d2 - d1;
  at<3>(d) = d3 - d1;
}

template <class B>
LASTMILE_INLINE void input_line(Named<B, 6>& d) {
  const B both(kA2 * kB2), sum(-kA2 - kB2), a(kA), minus_a(-kA), b(kB), minus_b(-kB), a2(-kA2),
      b2(-kB2);
  const B d0 = at<0>(d), d1 = at<1>(d), d2 = at<2>(d), d3 = at<3>(d), d4 = at<4>(d), d5 = at<5>(d);
  const B even_a = fused(b2, d2, d4), odd_a = fused(b2, d1, d3);
  const B even_b = fused(a2, d2, d4), odd_b = fused(a2, d1, d3);
  at<0>(d) = fused(both, d0, fused(sum, d2, d4));
  at<1>(d) = fused(a, odd_a, even_a);
  at<2>(d) = fused(minus_a, odd_a, even_a);
  at<3>(d) = fused(b, odd_b, even_b);
  at<4>(d) = fused(minus_b, odd_b, even_b);
  at<5>(d) = fused(both, d1, fused(sum, d3, d5));
}

/// The first 2 or 4 of `m` become outputs.
template <class B>
LASTMILE_INLINE void output_line(Named<B, 4>& m) {
  const B m0 = at<0>(m), m1 = at<1>(m), m2 = at<2>(m), m3 = at<3>(m);
  at<0>(m) = m0 + m1 + m2;
  at<1>(m) = m1 - m2 + m3;
}

template <class B>
LASTMILE_INLINE void output_line(Named<B, 6>& m) {
  const B m0 = at<0>(m), m5 = at<5>(m);
  const B sum_a = at<1>(m) + at<2>(m), difference_a = at<1>(m) - at<2>(m);
  const B sum_b = at<3>(m) + at<4>(m), difference_b = at<3>(m) - at<4>(m);
  at<0>(m) = m0 + sum_a + sum_b;
  at<1>(m) = fused(B(kA), difference_a, B(kB) * difference_b);
  at<2>(m) = fused(B(kA2), sum_a, B(kB2) * sum_b);
  at<3>(m) = fused(B(kA2 * kA), difference_a, fused(B(kB2 * kB), difference_b, m5));
}

template <class Arch, int M>
struct WinogradTransforms {
  using B = xsimd::batch<float, Arch>;
  static constexpr int kSize = static_cast<int>(B::size);
  static constexpr int N = M + 2;
  using Line = Named<B, N>;

  static LASTMILE_INLINE B load(const float* p) { return B::load_aligned(p); }

  /// Down the columns: rows of the input become rows of products.
  static void down(const WinogradInput& t, int part, int columns) {
    for (int x = 0; x < columns; ++x) {
      const bool inside = t.first_column + x >= 0 && t.first_column + x < t.width;
      float* const to = t.lines + static_cast<std::ptrdiff_t>(x) * 16 + part;
      Line d;
      repeat<N>([&](auto i) LASTMILE_INLINED {
        at<i>(d) = inside && t.inside[i]
                       ? load(t.rows[i] + static_cast<std::ptrdiff_t>(x) * 16 + part)
                       : B(0.0F);
      });
      input_line(d);
      repeat<N>([&](auto i) LASTMILE_INLINED {
        at<i>(d).store_aligned(to + static_cast<std::ptrdiff_t>(i * columns) * 16);
      });
    }
  }

  static LASTMILE_INLINE void across(const WinogradInput& t, int part, int columns, int tile) {
    for (int i = 0; i < N; ++i) {
      const float* const from =
          t.lines + static_cast<std::ptrdiff_t>(i * columns + tile * M) * 16 + part;
      float* const to = t.out + i * N * t.product + static_cast<std::ptrdiff_t>(tile) * 16 + part;
      Line d;
      repeat<N>([&](auto j) LASTMILE_INLINED { at<j>(d) = load(from + j * 16); });
      input_line(d);
      repeat<N>([&](auto j) LASTMILE_INLINED { at<j>(d).store_aligned(to + j * t.product); });
    }
  }

  static void input(const WinogradInput& t) {
    const int columns = M * t.tiles + 2;
    for (int part = 0; part < 16; part += kSize) {
      down(t, part, columns);
      for (int tile = 0; tile < t.tiles; ++tile) across(t, part, columns, tile);
    }
  }

  static LASTMILE_INLINE B finished(const WinogradOutput& t, B value, std::ptrdiff_t to) {
    if (t.add != nullptr) value = value + load(t.add + to);
    if (t.clamp != Clamp::none) value = xsimd::select(value > B(0.0F), value, B(0.0F));
    if (t.clamp == Clamp::relu6) value = xsimd::select(value < B(6.0F), value, B(6.0F));
    return value;
  }

  static void output(const WinogradOutput& t) {
    for (int part = 0; part < 16; part += kSize) {
      Named<Line, M> lines;
      repeat<N>([&](auto j) LASTMILE_INLINED {
        Line m;
        repeat<N>([&](auto i)
                      LASTMILE_INLINED { at<i>(m) = load(t.in + (i * N + j) * t.product + part); });
        output_line(m);
        repeat<M>([&](auto i) LASTMILE_INLINED { at<j>(at<i>(lines)) = at<i>(m); });
      });
      const B bias = load(t.bias + part);
      repeat<M>([&](auto i) LASTMILE_INLINED {
        if (i >= t.rows) return;
        Line& line = at<i>(lines);
        output_line(line);
        repeat<M>([&](auto j) LASTMILE_INLINED {
          const std::ptrdiff_t to = i * t.row + j * 16 + part;
          if (j < t.columns) finished(t, at<j>(line) + bias, to).store_aligned(t.out + to);
        });
      });
    }
  }
};

template <class Arch, int M>
constexpr WinogradKernels make_winograd() {
  return {WinogradTransforms<Arch, M>::input, WinogradTransforms<Arch, M>::output};
}

}  // namespace
}  // namespace lastmile::kernels
