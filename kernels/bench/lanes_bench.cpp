// Times the kernels on the camera network's shapes: lanes_bench [generic|avx2|avx512]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/conv_plan.hpp"

using namespace lastmile::kernels;

namespace {

double best_seconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int i = 0; i < 30; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

Floats filled(std::size_t n) {
  Floats v(n);
  for (std::size_t i = 0; i < n; ++i) v[i] = static_cast<float>(i % 17) * 0.1F - 0.8F;
  return v;
}

void time_shape(const LaneKernels& k, const ConvShape& shape) {
  const ConvPlan plan(shape);
  const double out_floats =
      static_cast<double>(shape.out_channels) * shape.out_height() * shape.out_width() * kLanes;
  const double gflop = 2e-9 * out_floats * shape.terms();
  Floats packed = filled(plan.packed_size()), back = filled(plan.packed_back_size());
  Floats in = filled(plan.padded_size()), spread = filled(plan.spread_size());
  Floats out = filled(static_cast<std::size_t>(out_floats)), weights = filled(plan.packed_size());
  Floats in_slope(in.size()), bias = filled(static_cast<std::size_t>(shape.out_channels));
  const double forward = best_seconds(
      [&] { plan.forward(k, packed.data(), bias.data(), in.data(), true, out.data()); });
  const double gradient = best_seconds(
      [&] { plan.weight_gradient(k, out.data(), in.data(), weights.data(), bias.data()); });
  const double input =
      best_seconds([&] { plan.input_gradient(k, back.data(), spread.data(), in_slope.data()); });
  std::printf(
      "%-8.*s %3dx%dx%d -> %3d  forward %6.1f  weight gradient %6.1f  input gradient %6.1f "
      "GFLOP/s\n",
      static_cast<int>(k.name.size()), k.name.data(), shape.in_channels, shape.in_height,
      shape.in_width, shape.out_channels, gflop / forward, gflop / gradient, gflop / input);
}

constexpr LaneWindow kThree = {3, 3, 1, 1, 1, 1, 1, 1};

}  // namespace

int main(int argc, char** argv) {
  for (const std::string_view name : lane_kernel_names()) {
    if (argc > 1 && name != argv[1]) continue;
    for (const ConvShape& shape :
         {ConvShape{3, 32, 32, 16, kThree}, ConvShape{16, 16, 16, 24, kThree},
          ConvShape{24, 8, 8, 40, kThree}, ConvShape{640, 1, 1, 10, {}}})
      time_shape(*find_lane_kernels(name), shape);
  }
}
