// Rectifiers, updates and conversion of lanes.hpp (data sheet there) for one instruction set: plain
// loops that the compiler vectorises with the file's flags.
#pragma once

#include "kernels/lanes.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Elementwise {
  static void relu(std::size_t count, const float* in, float* out) {
    for (std::size_t i = 0; i < count; ++i) out[i] = in[i] > 0.0F ? in[i] : 0.0F;
  }

  static void relu_back(std::size_t count, const float* out, const float* slope, float* in_slope) {
    for (std::size_t i = 0; i < count; ++i) in_slope[i] = out[i] > 0.0F ? slope[i] : 0.0F;
  }

  static void add(std::size_t count, const float* in, float* sum) {
    for (std::size_t i = 0; i < count; ++i) sum[i] += in[i];
  }

  static void add_to(std::size_t count, const float* a, const float* b, bool relu, float* out) {
    if (relu)
      for (std::size_t i = 0; i < count; ++i) out[i] = a[i] + b[i] > 0.0F ? a[i] + b[i] : 0.0F;
    else
      for (std::size_t i = 0; i < count; ++i) out[i] = a[i] + b[i];
  }

  static void sgd(const SgdStep& s, const float* gradient, float* velocity, float* weights) {
    for (std::size_t i = 0; i < s.count; ++i) {
      const float v = s.momentum * velocity[i] + (gradient[i] + s.decay * weights[i]);
      velocity[i] = v;
      weights[i] -= s.rate * v;
    }
  }

  static void from_bytes(std::size_t count, const std::uint8_t* const* images, float scale,
                         float shift, float* out) {
    const std::size_t block =
        64;  // bytes of one image read at a time, so that its line stays in L1
    for (std::size_t start = 0; start < count; start += block) {
      const std::size_t end = start + block < count ? start + block : count;
      for (int lane = 0; lane < kLanes; ++lane)
        for (std::size_t i = start; i < end; ++i)
          out[i * kLanes + static_cast<std::size_t>(lane)] =
              static_cast<float>(images[lane][i]) * scale + shift;
    }
  }
};

}  // namespace
}  // namespace lastmile::kernels
