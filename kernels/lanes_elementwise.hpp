// Rectifiers, updates and conversion of lanes.hpp (data sheet there) for one instruction set: plain
// loops that the compiler vectorises with the file's flags.
#pragma once

#include "kernels/byte_square.hpp"
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
    const std::size_t whole = count - count % kLanes;
    for (std::size_t start = 0; start < whole; start += kLanes) {
      const ByteSquare square = transposed(load_square(images, start));
      for (std::size_t i = 0; i < kLanes; ++i)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
          out[(start + i) * kLanes + lane] = static_cast<float>(square[i][lane]) * scale + shift;
    }
    for (std::size_t i = whole; i < count; ++i)
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        out[i * kLanes + lane] = static_cast<float>(images[lane][i]) * scale + shift;
  }
};

}  // namespace
}  // namespace lastmile::kernels
