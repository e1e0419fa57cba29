// The pools of lanes.hpp (data sheet there) for one instruction set.
#pragma once

#include <xsimd/xsimd.hpp>

#include "kernels/lanes.hpp"

namespace lastmile::kernels {
namespace {

/// The part of window (oy, ox) that lies inside the input.
struct Window {
  int y0, y1, x0, x1;
  Window(const PoolShape& s, int oy, int ox)
      : y0(oy * s.stride - s.padding),
        y1(y0 + s.kernel_height),
        x0(ox * s.stride - s.padding),
        x1(x0 + s.kernel_width) {
    if (y0 < 0) y0 = 0;
    if (x0 < 0) x0 = 0;
    if (y1 > s.height) y1 = s.height;
    if (x1 > s.width) x1 = s.width;
  }
  [[nodiscard]] int count() const { return (y1 - y0) * (x1 - x0); }
  template <class F>
  void each(int width, F f) const {
    for (int y = y0; y < y1; ++y)
      for (int x = x0; x < x1; ++x) f(static_cast<std::ptrdiff_t>(y * width + x) * kLanes);
  }
};

/// f(channel's input offset, output element's offset, window), offsets in floats.
template <class F>
void each_window(const PoolShape& s, F f) {
  std::ptrdiff_t out = 0;
  for (int c = 0; c < s.channels; ++c)
    for (int oy = 0; oy < s.out_height; ++oy)
      for (int ox = 0; ox < s.out_width; ++ox, out += kLanes)
        f(static_cast<std::ptrdiff_t>(c) * s.height * s.width * kLanes, out, Window(s, oy, ox));
}

/// Windows neither overlap nor leave a gap: every input element is written exactly once.
bool tiles_exactly(const PoolShape& s) {
  return s.padding == 0 && s.kernel_height == s.stride && s.kernel_width == s.stride &&
         s.out_height * s.stride == s.height && s.out_width * s.stride == s.width;
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
    each_window(s, [&](std::ptrdiff_t base, std::ptrdiff_t o, const Window& w) {
      const std::ptrdiff_t first =
          base + static_cast<std::ptrdiff_t>(w.y0 * s.width + w.x0) * kLanes;
      for (std::ptrdiff_t part = 0; part < kLanes; part += kSize) {
        B best = B::load_aligned(in + first + part);
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
    each_window(s, [&](std::ptrdiff_t base, std::ptrdiff_t o, const Window& w) {
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
    each_window(s, [&](std::ptrdiff_t base, std::ptrdiff_t o, const Window& w) {
      const B share(1.0F / static_cast<float>(w.count()));
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
    each_window(s, [&](std::ptrdiff_t base, std::ptrdiff_t o, const Window& w) {
      const B share(1.0F / static_cast<float>(w.count()));
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
