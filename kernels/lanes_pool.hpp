// The pools of lanes.hpp (data sheet there) for one instruction set.
#pragma once

#include <cfloat>
#include <xsimd/xsimd.hpp>

#include "kernels/lanes.hpp"

namespace lastmile::kernels {
namespace {

/// The taps of a window along one axis that lie inside the input.
struct TapRange {
  int first = 0, count = 0, step = 1;  ///< places first, first + step, ...
  int padded = 0;                      ///< taps inside the input or its padding

  TapRange(int start, int kernel, int dilation, int size, int after) : step(dilation) {
    const int skipped = start < 0 ? (dilation - 1 - start) / dilation : 0;
    const auto before = [&](int end) {  // taps that lie before this place
      const int all = start >= end ? 0 : (end - 1 - start) / dilation + 1;
      return all < kernel ? all : kernel;
    };
    first = start + skipped * dilation;
    count = before(size) - skipped > 0 ? before(size) - skipped : 0;
    padded = before(size + after);
  }
};

struct Taps {
  TapRange rows, columns;

  Taps(const PoolShape& s, int oy, int ox)
      : rows(oy * s.window.stride_height - s.window.top, s.window.kernel_height, s.window.dilation,
             s.height, s.window.bottom),
        columns(ox * s.window.stride_width - s.window.left, s.window.kernel_width,
                s.window.dilation, s.width, s.window.right) {}
  /// What a mean divides by.
  [[nodiscard]] int divisor(bool counts_padding) const {
    const int all = counts_padding ? rows.padded * columns.padded : rows.count * columns.count;
    return all > 0 ? all : 1;
  }
  template <class F>
  void each(int width, F f) const {
    for (int i = 0; i < rows.count; ++i) {
      const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(rows.first + i * rows.step) * width;
      for (int j = 0; j < columns.count; ++j) f((row + columns.first + j * columns.step) * kLanes);
    }
  }
};

/// f(channel's input offset, output element's offset, taps), offsets in floats.
template <class F>
void each_window(const PoolShape& s, F f) {
  std::ptrdiff_t out = 0;
  for (int c = 0; c < s.channels; ++c)
    for (int oy = 0; oy < s.out_height; ++oy)
      for (int ox = 0; ox < s.out_width; ++ox, out += kLanes)
        f(static_cast<std::ptrdiff_t>(c) * s.height * s.width * kLanes, out, Taps(s, oy, ox));
}

/// Windows neither overlap nor leave a gap: every input element is written exactly once.
bool tiles_exactly(const PoolShape& s) {
  const LaneWindow& w = s.window;
  return w.top == 0 && w.left == 0 && w.dilation == 1 && w.kernel_height == w.stride_height &&
         w.kernel_width == w.stride_width && s.out_height * w.stride_height == s.height &&
         s.out_width * w.stride_width == s.width;
}

template <class Arch>
struct Pools {
  using B = xsimd::batch<float, Arch>;
  static constexpr std::ptrdiff_t kSize = static_cast<std::ptrdiff_t>(B::size);

  static void clear(const PoolShape& s, float* v) {
    const std::ptrdiff_t n = static_cast<std::ptrdiff_t>(s.channels) * s.height * s.width * kLanes;
    for (std::ptrdiff_t i = 0; i < n; i += kSize) B(0.0F).store_aligned(v + i);
  }

  static void max_pool(const PoolShape& s, const float* in, float* out) {
    each_window(s, [&](std::ptrdiff_t base, std::ptrdiff_t o, const Taps& w) {
      for (std::ptrdiff_t part = 0; part < kLanes; part += kSize) {
        B best(-FLT_MAX);
        w.each(s.width, [&](std::ptrdiff_t at) {
          const B v = B::load_aligned(in + base + at + part);
          best = xsimd::select(v > best, v, best);
        });
        best.store_aligned(out + o + part);
      }
    });
  }

  template <bool kOnce>
  static void max_pool_back_as(const PoolShape& s, const float* in, const float* out,
                               const float* slope, bool gate, float* in_slope) {
    const B zero(0.0F);
    each_window(s, [&](std::ptrdiff_t base, std::ptrdiff_t o, const Taps& w) {
      for (std::ptrdiff_t part = 0; part < kLanes; part += kSize) {
        const B best = B::load_aligned(out + o + part);
        B left = B::load_aligned(slope + o + part);  // 0 once it has been given away
        if (gate) left = xsimd::select(best > zero, left, zero);
        w.each(s.width, [&](std::ptrdiff_t at) {
          float* to = in_slope + base + at + part;
          const auto hit = B::load_aligned(in + base + at + part) == best;
          const B given = xsimd::select(hit, left, zero);
          (kOnce ? given : B::load_aligned(to) + given).store_aligned(to);
          left = xsimd::select(hit, zero, left);
        });
      }
    });
  }

  static void max_pool_back(const PoolShape& s, const float* in, const float* out,
                            const float* slope, bool gate, float* in_slope) {
    if (tiles_exactly(s)) return max_pool_back_as<true>(s, in, out, slope, gate, in_slope);
    clear(s, in_slope);
    max_pool_back_as<false>(s, in, out, slope, gate, in_slope);
  }

  static void mean_pool(const PoolShape& s, const float* in, float* out) {
    each_window(s, [&](std::ptrdiff_t base, std::ptrdiff_t o, const Taps& w) {
      const B share(1.0F / static_cast<float>(w.divisor(s.counts_padding)));
      for (std::ptrdiff_t part = 0; part < kLanes; part += kSize) {
        B sum(0.0F);
        w.each(s.width,
               [&](std::ptrdiff_t at) { sum = sum + B::load_aligned(in + base + at + part); });
        (sum * share).store_aligned(out + o + part);
      }
    });
  }

  static void mean_pool_back(const PoolShape& s, const float* slope, float* in_slope) {
    clear(s, in_slope);
    each_window(s, [&](std::ptrdiff_t base, std::ptrdiff_t o, const Taps& w) {
      const B share(1.0F / static_cast<float>(w.divisor(s.counts_padding)));
      for (std::ptrdiff_t part = 0; part < kLanes; part += kSize) {
        const B given = B::load_aligned(slope + o + part) * share;
        w.each(s.width, [&](std::ptrdiff_t at) {
          float* to = in_slope + base + at + part;
          (B::load_aligned(to) + given).store_aligned(to);
        });
      }
    });
  }
};

}  // namespace
}  // namespace lastmile::kernels
