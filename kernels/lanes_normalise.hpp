// The normalisation of channels of lanes.hpp for one instruction set.
//
// Formulae   mean_c = sum x / n;  variance_c = sum (x - mean_c)^2 / n;  k_c = 1 / sqrt(variance_c +
// e)
//            y = act(g_c k_c (x - mean_c) + b_c)
//            slopes: h = k_c (x - mean_c);  d b = sum d;  d g = sum d h;
//            d x = g_c k_c (d - d b / n - h d g / n)
// Symbols    sums over the pixels of a channel and the lanes that hold an image (n of both); g
// scale, b shift, e
//            epsilon, d slope of y behind its relu; no units
// Source     Ioffe, Szegedy 2015, arXiv:1502.03167; statistics of a part of the batch ("ghost
// batch"): Hoffer et
//            al. 2017, arXiv:1705.08741
// Order      a lane adds its pixels in ascending order; then the lanes are added by halving
// Validity   finite values. Lanes without an image: their slopes are 0 and stay 0.
// Tests      tests/unit/kernels/lanes_normalise_test.cpp
#pragma once

#include <cmath>

#include "kernels/lanes_tile.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Norms : Tile<Arch> {
  using typename Tile<Arch>::B;
  using Tile<Arch>::kSize;
  using Tile<Arch>::load;

  /// Lanes beyond the images give nothing to a sum.
  static float sum_of_images(const LaneNorm& n, float* lanes) {
    for (int i = n.images; i < kLanes; ++i) lanes[i] = 0.0F;
    return add_lanes(lanes);
  }

  /// f(sum, offset) adds what lies at the offset.
  template <class F>
  static float sum_over(const LaneNorm& n, F f) {
    alignas(64) float lanes[kLanes];
    for (std::ptrdiff_t part = 0; part < kLanes; part += kSize) {
      B sum(0.0F);
      for (std::ptrdiff_t p = 0; p < n.pixels; ++p) f(sum, p * kLanes + part);
      sum.store_aligned(lanes + part);
    }
    return sum_of_images(n, lanes);
  }

  template <class F>
  static void each_channel(const LaneNorm& n, F f) {
    for (int c = 0; c < n.channels; ++c) f(c, static_cast<std::ptrdiff_t>(c) * n.pixels * kLanes);
  }

  static void moments(const LaneNorm& n, const float* in, float* mean, float* variance) {
    const float count = static_cast<float>(n.pixels) * static_cast<float>(n.images);
    each_channel(n, [&](int c, std::ptrdiff_t at) {
      const float* x = in + at;
      mean[c] = sum_over(n, [x](B& sum, std::ptrdiff_t i) { sum = sum + load(x + i); }) / count;
      const B centre(mean[c]);
      const float squares = sum_over(n, [x, &centre](B& sum, std::ptrdiff_t i) {
        const B off = load(x + i) - centre;
        sum = sum + off * off;
      });
      variance[c] = squares / count;
    });
  }

  static void normalise(const LaneNorm& n, const float* mean, const float* variance,
                        const float* in, float* out) {
    const B zero(0.0F);
    each_channel(n, [&](int c, std::ptrdiff_t at) {
      const B centre(mean[c]), gain(n.scale[c] / std::sqrt(variance[c] + n.epsilon)),
          shift(n.shift[c]);
      const std::ptrdiff_t end = at + static_cast<std::ptrdiff_t>(n.pixels) * kLanes;
      for (std::ptrdiff_t i = at; i < end; i += kSize) {
        const B y = (load(in + i) - centre) * gain + shift;
        (n.relu ? xsimd::select(y > zero, y, zero) : y).store_aligned(out + i);
      }
    });
  }

  /// What goes to an element of the input, from the slope of the output behind its relu.
  struct Passed {
    B centre, inverse, gain, mean_slope, mean_product;
    [[nodiscard]] B operator()(const B& x, const B& d) const {
      return gain * (d - mean_slope - (x - centre) * inverse * mean_product);
    }
  };

  static void pass_slopes(const LaneNorm& n, const Passed& passed, const float* x,
                          const float* slope, float* in_slope) {
    alignas(64) float mask[kLanes];
    for (int i = 0; i < kLanes; ++i) mask[i] = i < n.images ? 1.0F : 0.0F;
    for (std::ptrdiff_t part = 0; part < kLanes; part += kSize) {
      const B kept = load(mask + part);
      for (std::ptrdiff_t p = 0; p < n.pixels; ++p) {
        const std::ptrdiff_t i = p * kLanes + part;
        (passed(load(x + i), load(slope + i)) * kept).store_aligned(in_slope + i);
      }
    }
  }

  static void normalise_back(const LaneNorm& n, const float* mean, const float* variance,
                             const float* in, const float* slope, const LaneNormSlopes& to) {
    const float count = static_cast<float>(n.pixels) * static_cast<float>(n.images);
    each_channel(n, [&](int c, std::ptrdiff_t at) {
      const float *x = in + at, *d = slope + at;
      const float inverse = 1.0F / std::sqrt(variance[c] + n.epsilon);
      const B centre(mean[c]), k(inverse);
      to.shift[c] = sum_over(n, [d](B& sum, std::ptrdiff_t i) { sum = sum + load(d + i); });
      to.scale[c] = sum_over(n, [&](B& sum, std::ptrdiff_t i) {
        sum = sum + load(d + i) * ((load(x + i) - centre) * k);
      });
      const Passed passed{centre, k, B(n.scale[c] * inverse), B(to.shift[c] / count),
                          B(to.scale[c] / count)};
      if (to.in != nullptr) pass_slopes(n, passed, x, d, to.in + at);
    });
  }
};

}  // namespace
}  // namespace lastmile::kernels
