// Depthwise convolution and pools for one instruction set.
//
// Formulae   depthwise  out[y][x] = act(b + add[y][x] +
//                         sum_{i,j} w[i][j] in[s y + i d - p][s x + j d - p])
//            max, mean  over the same window; the mean over its part inside the map
//            per channel, 16 channels side by side
// Symbols    s stride, p padding, d dilation; no units
// Method     Rows of the kernel outside the map are left out for a whole row of outputs, columns
//            for the few outputs at both ends; between them up to 8 outputs share each tap's
//            weight. No padded copy.
// Order      taps row by row, one accumulator an output, so that all sets with FMA give the same
//            bits
// Source     definitions of the layers
// Validity   finite values, any kernel, stride, padding and dilation
// Tests      tests/unit/kernels/depthwise_test.cpp, pooling_test.cpp
#pragma once

#include "kernels/simd/finish.hpp"
#include "kernels/window.hpp"

namespace lastmile::kernels {
namespace {

/// The taps of a window that lie inside the map, on one axis.
struct Taps {
  int first = 0;
  int end = 0;

  Taps(int origin, int extent, int kernel, int dilation)
      : first(origin >= 0 ? 0 : (-origin + dilation - 1) / dilation),
        end(origin >= extent ? 0 : (extent - origin + dilation - 1) / dilation) {
    if (end > kernel) end = kernel;
    if (end < first) end = first;
  }
  [[nodiscard]] int count() const { return end - first; }
};

template <class Arch>
struct DepthwiseSum : Vector<Arch> {
  using typename Vector<Arch>::B;
  static LASTMILE_INLINE B start(const WindowJob& job, int at) {
    return Vector<Arch>::load(job.bias + at);
  }
  static LASTMILE_INLINE B weight(const WindowJob& job, int at) {
    return Vector<Arch>::load(job.weights + at);
  }
  static LASTMILE_INLINE B taken(const B& sum, const B& weight, const B& value) {
    return fused(weight, value, sum);
  }
  static LASTMILE_INLINE B result(const B& sum, int) { return sum; }
};

template <class Arch>
struct WindowMaximum : Vector<Arch> {
  using typename Vector<Arch>::B;
  static LASTMILE_INLINE B start(const WindowJob&, int) { return B(-__builtin_inff()); }
  static LASTMILE_INLINE B weight(const WindowJob&, int) { return B(0.0F); }
  static LASTMILE_INLINE B taken(const B& most, const B&, const B& value) {
    return xsimd::max(most, value);
  }
  static LASTMILE_INLINE B result(const B& most, int) { return most; }
};

template <class Arch>
struct WindowMean : Vector<Arch> {
  using typename Vector<Arch>::B;
  static LASTMILE_INLINE B start(const WindowJob&, int) { return B(0.0F); }
  static LASTMILE_INLINE B weight(const WindowJob&, int) { return B(0.0F); }
  static LASTMILE_INLINE B taken(const B& sum, const B&, const B& value) { return sum + value; }
  static LASTMILE_INLINE B result(const B& sum, int taps) {
    return sum / B(static_cast<float>(taps));
  }
};

template <class Arch, class Sum>
struct Windows : Finish<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::kParts;
  using Vector<Arch>::load;

  /// Neighbouring outputs of a row whose windows have the same taps inside the map.
  struct Run {
    const WindowJob& job;
    Taps rows, columns;
    const float* in;     ///< the first output's first tap
    int weights;         ///< offset of that tap's
    std::ptrdiff_t out;  ///< offset of the first output
  };

  /// Outputs x to x + T - 1 of the run; S is the stride if 1 or 2, else 0.
  template <int T, int S>
  static LASTMILE_INLINE void tile(const Run& run, int x, int part) {
    const WindowShape& s = run.job.shape;
    const std::ptrdiff_t step = (S > 0 ? S : s.stride) * kBlock;
    const float* in = run.in + x * step + part * kSize;
    Group<B, T> sums;
    const B start = Sum::start(run.job, part * kSize);
    sums.each([&](B& sum, int) LASTMILE_INLINED { sum = start; });
    for (int i = 0; i < run.rows.count(); ++i) {
      const float* tap = in + static_cast<std::ptrdiff_t>(i) * s.dilation * s.width * kBlock;
      int w = run.weights + i * s.kernel_width * kBlock + part * kSize;
      for (int j = run.columns.count(); j > 0; --j, tap += s.dilation * kBlock, w += kBlock) {
        const B weight = Sum::weight(run.job, w);
        sums.each([&](B& sum, int t)
                      LASTMILE_INLINED { sum = Sum::taken(sum, weight, load(tap + t * step)); });
      }
    }
    const std::ptrdiff_t to = run.out + static_cast<std::ptrdiff_t>(x) * kBlock + part * kSize;
    const int taps = run.rows.count() * run.columns.count();
    const float* add = run.job.add == nullptr ? nullptr : run.job.add + to;
    sums.each([&](B& sum, int) LASTMILE_INLINED { sum = Sum::result(sum, taps); });
    Finish<Arch>::template store<T, kBlock>(sums, add, run.job.finish, run.job.out + to);
  }

  template <int S>
  static void tiles(const Run& run, int count) {
    for (int part = 0; part < kParts; ++part) {
      int x = 0;
      for (; count - x >= 8; x += 8) tile<8, S>(run, x, part);
      if (count - x >= 4) tile<4, S>(run, x, part), x += 4;
      if (count - x >= 2) tile<2, S>(run, x, part), x += 2;
      if (count - x >= 1) tile<1, S>(run, x, part);
    }
  }

  /// Outputs x to x + count - 1 of row y, which have the taps of output x inside the map.
  static void run(const WindowJob& job, const Taps& rows, int y, int x, int count) {
    const WindowShape& s = job.shape;
    const int top = y * s.stride - s.padding, left = x * s.stride - s.padding;
    const Taps columns(left, s.width, s.kernel_width, s.dilation);
    const std::ptrdiff_t row = top + rows.first * s.dilation,
                         column = left + columns.first * s.dilation;
    const Run one{job,
                  rows,
                  columns,
                  job.in + (row * s.width + column) * kBlock,
                  (rows.first * s.kernel_width + columns.first) * kBlock,
                  (static_cast<std::ptrdiff_t>(y) * s.out_width + x) * kBlock};
    if (s.stride == 1) return tiles<1>(one, count);
    if (s.stride == 2) return tiles<2>(one, count);
    tiles<0>(one, count);
  }

  static void plane(const WindowJob& job) {
    const WindowShape& s = job.shape;
    const int reach = (s.kernel_width - 1) * s.dilation;
    int first = (s.padding + s.stride - 1) / s.stride, end = 0;
    if (s.width + s.padding > reach) end = (s.width - 1 + s.padding - reach) / s.stride + 1;
    if (end > s.out_width) end = s.out_width;
    if (first > end) first = end = s.out_width;
    for (int y = 0; y < s.out_height; ++y) {
      const Taps rows(y * s.stride - s.padding, s.height, s.kernel_height, s.dilation);
      for (int x = 0; x < first; ++x) run(job, rows, y, x, 1);
      if (end > first) run(job, rows, y, first, end - first);
      for (int x = end; x < s.out_width; ++x) run(job, rows, y, x, 1);
      const std::ptrdiff_t width = static_cast<std::ptrdiff_t>(s.out_width) * kBlock;
      Finish<Arch>::row(job.finish, job.out + y * width, static_cast<std::size_t>(width));
    }
  }
};

}  // namespace
}  // namespace lastmile::kernels
