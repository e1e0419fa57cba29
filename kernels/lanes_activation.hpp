// The activations of lanes.hpp and their slopes for one instruction set: loops that the compiler
// vectorises.
//
// Formulae   relu6        min(max(x, 0), 6)              leaky_relu  x if x > 0, else s x
//            hard_sigmoid min(max(s x + 1/2, 0), 1)      hard_swish  x min(max(x + 3, 0), 6) / 6
//            swish        x sigmoid(x)                   gelu        x (1 + erf(x / sqrt 2)) / 2
// Symbols    s slope of leaky_relu below 0, of hard_sigmoid in its middle (1/6 in the source);
// plain
//            numbers
// Source     Howard et al. 2019, doi:10.1109/ICCV.2019.00140 (hard forms); Ramachandran et al.
// 2017,
//            arXiv:1710.05941 (swish); Hendrycks, Gimpel 2016, arXiv:1606.08415 (gelu)
// Validity   finite x
// Ignores    kinks: a slope there is that of one side
// Tests      tests/unit/kernels/lanes_activation_test.cpp
#pragma once

#include "kernels/lane_functions.hpp"
#include "kernels/lanes.hpp"

namespace lastmile::kernels {
namespace {

template <LaneActivation kind>
LASTMILE_INLINE float activation_of(float x, float slope) {
  if constexpr (kind == LaneActivation::relu6) return lane_clamp(x, 0.0F, 6.0F);
  if constexpr (kind == LaneActivation::leaky_relu) return x > 0.0F ? x : slope * x;
  if constexpr (kind == LaneActivation::hard_sigmoid) {
    const float reach = 0.5F / slope;  // 3 for a slope of 1/6
    return lane_clamp(x + reach, 0.0F, 2.0F * reach) * slope;
  }
  if constexpr (kind == LaneActivation::hard_swish)
    return x * lane_clamp(x + 3.0F, 0.0F, 6.0F) * (1.0F / 6.0F);
  if constexpr (kind == LaneActivation::sigmoid) return lane_sigmoid(x);
  if constexpr (kind == LaneActivation::tanh) return lane_tanh(x);
  if constexpr (kind == LaneActivation::swish) return x * lane_sigmoid(x);
  if constexpr (kind == LaneActivation::gelu) return 0.5F * x * (1.0F + lane_erf(x * 0.70710678F));
}

/// The derivative at x, whose activation is y.
template <LaneActivation kind>
LASTMILE_INLINE float activation_slope(float x, [[maybe_unused]] float y, float slope) {
  if constexpr (kind == LaneActivation::relu6) return (x > 0.0F) & (x < 6.0F) ? 1.0F : 0.0F;
  if constexpr (kind == LaneActivation::leaky_relu) return x > 0.0F ? 1.0F : slope;
  if constexpr (kind == LaneActivation::hard_sigmoid) {
    const float reach = 0.5F / slope;
    return (x > -reach) & (x < reach) ? slope : 0.0F;
  }
  if constexpr (kind == LaneActivation::hard_swish) {
    const float inside = x < 3.0F ? (2.0F * x + 3.0F) * (1.0F / 6.0F) : 1.0F;
    return x > -3.0F ? inside : 0.0F;
  }
  if constexpr (kind == LaneActivation::sigmoid) return y * (1.0F - y);
  if constexpr (kind == LaneActivation::tanh) return 1.0F - y * y;
  if constexpr (kind == LaneActivation::swish) {
    const float s = lane_sigmoid(x);
    return s + y * (1.0F - s);
  }
  if constexpr (kind == LaneActivation::gelu)
    return 0.5F * (1.0F + lane_erf(x * 0.70710678F)) + x * 0.39894228F * lane_exp(-0.5F * x * x);
}

template <class Arch>
struct Activations {
  template <LaneActivation kind>
  static void forward(float s, std::size_t count, const float* in, float* out) {
    for (std::size_t i = 0; i < count; ++i) out[i] = activation_of<kind>(in[i], s);
  }
  template <LaneActivation kind>
  static void back(float s, std::size_t count, const float* in, const float* out,
                   const float* slope, float* in_slope) {
    for (std::size_t i = 0; i < count; ++i)
      in_slope[i] = slope[i] * activation_slope<kind>(in[i], out[i], s);
  }

  /// f.template operator()<kind>() for the kind that is known at run time only.
  template <class F>
  static void with(LaneActivation kind, F f) {
    using enum LaneActivation;
    switch (kind) {
      case relu6:
        return f.template operator()<relu6>();
      case leaky_relu:
        return f.template operator()<leaky_relu>();
      case hard_sigmoid:
        return f.template operator()<hard_sigmoid>();
      case hard_swish:
        return f.template operator()<hard_swish>();
      case sigmoid:
        return f.template operator()<sigmoid>();
      case tanh:
        return f.template operator()<tanh>();
      case swish:
        return f.template operator()<swish>();
      case gelu:
        return f.template operator()<gelu>();
    }
  }

  static void activate(LaneActivation kind, float s, std::size_t count, const float* in,
                       float* out) {
    with(kind, [&]<LaneActivation known>() { forward<known>(s, count, in, out); });
  }
  static void activate_back(LaneActivation kind, float s, std::size_t count, const float* in,
                            const float* out, const float* slope, float* in_slope) {
    with(kind, [&]<LaneActivation known>() { back<known>(s, count, in, out, slope, in_slope); });
  }
};

}  // namespace
}  // namespace lastmile::kernels
