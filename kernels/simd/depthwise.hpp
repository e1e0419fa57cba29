// Depthwise convolution with 3, 5 or 7 columns, stride 1 or 2, for one instruction set; what else
// there is goes to window.hpp, whose data sheet holds here too.
//
// Method     A tile of 4 to 8 neighbouring outputs loads each input of its rows once and uses it
//            for all outputs whose window holds it. The tiles at both ends leave out inputs beside
//            the map. Tiles of a row are of nearly equal width, for maps are 7, 14, 28 ... wide.
#pragma once

#include "kernels/simd/window.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Depthwise : Finish<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::kParts;
  using Vector<Arch>::load;
  static constexpr int kWidest = 8;

  /// Outputs of one row from x on; `rows` are the kernel's inside the map.
  struct Place {
    const WindowJob& job;
    const Taps& rows;
    int y, x, part;
  };

  /// One row of the kernel: K weights, T outputs, stride S. `first` and `end` bound the inputs
  /// inside the map, counted from the tile's first; without `Edge` all are.
  template <int T, int S, int K, bool Edge>
  static LASTMILE_INLINE void row(const float* in, const float* weights, int first, int end,
                                  Group<B, T>& sums) {
    Group<B, K> w;
    w.each([&](B& one, int j) LASTMILE_INLINED { one = load(weights + j * kBlock); });
    Group<B, (T - 1) * S + K> inputs;
    inputs.each([&](B& input, auto i) LASTMILE_INLINED {
      if (Edge && (i < first || i >= end)) return;
      input = load(in + i * kBlock);
      w.each([&](B& weight, auto j) LASTMILE_INLINED {
        sums.each([&](B& sum, auto t) LASTMILE_INLINED {
          if constexpr (t * S + j == i) sum = fused(weight, input, sum);
        });
      });
    });
  }

  template <int T, int S, int K, bool Edge>
  static void tile(const Place& at) {
    const WindowShape& s = at.job.shape;
    const int left = at.x * S - s.padding, lane = at.part * kSize;
    const std::ptrdiff_t top = at.y * S - s.padding + at.rows.first, line = s.width;
    const float* in = at.job.in + (top * line + left) * kBlock + lane;
    const float* weights = at.job.weights + at.rows.first * K * kBlock + lane;
    const B start = load(at.job.bias + lane);
    Group<B, T> sums;
    sums.each([&](B& sum, int) LASTMILE_INLINED { sum = start; });
    for (int i = at.rows.count(); i > 0; --i, in += line * kBlock, weights += K * kBlock)
      row<T, S, K, Edge>(in, weights, -left, s.width - left, sums);
    const std::ptrdiff_t to =
        (static_cast<std::ptrdiff_t>(at.y) * s.out_width + at.x) * kBlock + lane;
    const float* add = at.job.add == nullptr ? nullptr : at.job.add + to;
    Finish<Arch>::template store<T, kBlock>(sums, add, at.job.finish, at.job.out + to);
  }

  template <int S, int K, bool Edge>
  static void tile_of(int outputs, const Place& at) {
    if (outputs == 8) return tile<8, S, K, Edge>(at);
    if (outputs == 7) return tile<7, S, K, Edge>(at);
    if (outputs == 6) return tile<6, S, K, Edge>(at);
    if (outputs == 5) return tile<5, S, K, Edge>(at);
    tile<4, S, K, Edge>(at);
  }

  template <int S, int K>
  static void line(const WindowJob& job, const Taps& rows, int y) {
    const WindowShape& s = job.shape;
    for (int part = 0; part < kParts; ++part)
      for (int x = 0, tiles = (s.out_width + kWidest - 1) / kWidest; tiles > 0; --tiles) {
        const int outputs = (s.out_width - x + tiles - 1) / tiles;
        const bool edge = x * S < s.padding || (x + outputs - 1) * S - s.padding + K > s.width;
        if (edge)
          tile_of<S, K, true>(outputs, {job, rows, y, x, part});
        else
          tile_of<S, K, false>(outputs, {job, rows, y, x, part});
        x += outputs;
      }
  }

  template <int S, int K>
  static void lines(const WindowJob& job) {
    const WindowShape& s = job.shape;
    const std::ptrdiff_t width = static_cast<std::ptrdiff_t>(s.out_width) * kBlock;
    for (int y = 0; y < s.out_height; ++y) {
      line<S, K>(job, Taps(y * S - s.padding, s.height, s.kernel_height, 1), y);
      Finish<Arch>::row(job.finish, job.out + y * width, static_cast<std::size_t>(width));
    }
  }

  static void plane(const WindowJob& job) {
    const WindowShape& s = job.shape;
    if (s.dilation == 1 && s.out_width >= 4) {
      if (s.stride == 1 && s.kernel_width == 3) return lines<1, 3>(job);
      if (s.stride == 1 && s.kernel_width == 5) return lines<1, 5>(job);
      if (s.stride == 1 && s.kernel_width == 7) return lines<1, 7>(job);
      if (s.stride == 2 && s.kernel_width == 3) return lines<2, 3>(job);
      if (s.stride == 2 && s.kernel_width == 5) return lines<2, 5>(job);
    }
    Windows<Arch, DepthwiseSum<Arch>>::plane(job);
  }
};

}  // namespace
}  // namespace lastmile::kernels
