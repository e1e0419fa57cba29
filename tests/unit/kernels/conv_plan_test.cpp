#include "kernels/conv_plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "kernels/aligned.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::kernels;

namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

Floats random_floats(int n, const char* name) {
  RandomStream random(3, name);
  Floats v(size(n));
  for (float& x : v) x = static_cast<float>(random.uniform(-1, 1));
  return v;
}

/// A convolution by its definition, in double, on lane 0 .. kLanes - 1.
struct Reference {
  explicit Reference(const ConvShape& shape) : s(shape), w(shape.window) {}

  template <class F>
  void each(F f) const {  // f(out index, weight index, in index), the pixel's without lanes
    for (int m = 0; m < s.out_channels; ++m)
      for (int oy = 0; oy < s.out_height(); ++oy)
        for (int ox = 0; ox < s.out_width(); ++ox)
          for (int c = 0; c < s.in_channels; ++c)
            for (int i = 0; i < w.kernel_height; ++i)
              for (int j = 0; j < w.kernel_width; ++j) {
                const int y = oy * w.stride_height + i * w.dilation - w.top;
                const int x = ox * w.stride_width + j * w.dilation - w.left;
                if (y < 0 || x < 0 || y >= s.in_height || x >= s.in_width) continue;
                f((m * s.out_height() + oy) * s.out_width() + ox,
                  ((m * s.in_channels + c) * w.kernel_height + i) * w.kernel_width + j,
                  (c * s.in_height + y) * s.in_width + x);
              }
  }
  ConvShape s;
  LaneWindow w;
};

LaneWindow square(int kernel, int stride, int padding) {
  return {kernel, kernel, stride, stride, padding, padding, padding, padding};
}

void check_near(const Floats& got, const std::vector<double>& expected) {
  REQUIRE(got.size() >= expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    worst = std::max(worst, std::abs(static_cast<double>(got[i]) - expected[i]));
  CHECK(worst < 2e-4);
}

void check_shape(const ConvShape& s) {
  CAPTURE(s.window.kernel_height);
  CAPTURE(s.window.stride_height);
  CAPTURE(s.window.top);
  CAPTURE(s.window.dilation);
  const ConvPlan plan(s);
  const LaneKernels& k = lane_kernels();
  const int in_pixels = s.in_channels * s.in_height * s.in_width;
  const int out_pixels = s.out_channels * s.out_height() * s.out_width();
  const int weight_count = s.out_channels * s.terms();
  const Floats in = random_floats(in_pixels * kLanes, "in"), w = random_floats(weight_count, "w");
  const Floats slope = random_floats(out_pixels * kLanes, "slope");
  std::vector<double> out(slope.size()), w_slope(w.size()), in_slope(in.size());
  Reference(s).each([&](int o, int weight, int i) {
    for (int lane = 0; lane < kLanes; ++lane) {
      const std::size_t at_out = size(o * kLanes + lane), at_in = size(i * kLanes + lane);
      out[at_out] += static_cast<double>(w[size(weight)]) * in[at_in];
      w_slope[size(weight)] += static_cast<double>(slope[at_out]) * in[at_in];
      in_slope[at_in] += static_cast<double>(slope[at_out]) * w[size(weight)];
    }
  });
  Floats packed(plan.packed_size()), back(plan.packed_back_size());
  Floats padded(plan.padded_size()), spread(plan.spread_size());
  Floats got_out(out.size()), got_w(w.size()), got_in(in.size());
  plan.pack(w.data(), packed.data());
  plan.pack_back(w.data(), back.data());
  plan.pad(in.data(), padded.data());
  plan.spread(slope.data(), spread.data());
  plan.forward(k, packed.data(), nullptr, padded.data(), false, got_out.data());
  plan.weight_gradient(k, slope.data(), padded.data(), got_w.data(), nullptr);
  plan.input_gradient(k, back.data(), spread.data(), got_in.data());
  check_near(got_out, out);
  check_near(got_w, w_slope);
  check_near(got_in, in_slope);
  if (!plan.pads()) CHECK(padded == in);
  if (!plan.spreads()) CHECK(spread == slope);
}

}  // namespace

TEST_CASE("a convolution and both its gradients match the definition") {
  check_shape({3, 8, 6, 5, square(3, 1, 1)});
  check_shape({2, 9, 9, 3, square(3, 2, 1)});
  check_shape({2, 8, 7, 4, square(5, 3, 2)});
  check_shape({1, 6, 6, 2, square(3, 2, 0)});
  check_shape({4, 5, 5, 3, square(1, 1, 0)});
  check_shape({3, 5, 4, 2, square(1, 2, 1)});
  check_shape({2, 4, 4, 2, square(2, 1, 3)});
}

TEST_CASE("windows of other columns than rows, uneven padding, dilation") {
  check_shape({2, 7, 9, 3, {1, 7, 1, 1, 0, 3, 0, 3}});
  check_shape({2, 9, 6, 3, {5, 2, 2, 3, 1, 0, 1, 0}});
  check_shape({3, 8, 8, 2, {3, 3, 2, 2, 0, 0, 1, 1}});
  check_shape({3, 8, 7, 2, {3, 3, 2, 2, 1, 1, 0, 0}});  // more before
  check_shape({2, 6, 6, 2, {2, 4, 1, 1, 0, 5, 3, 0}});  // wider than the kernel
  check_shape({2, 11, 9, 3, {3, 3, 1, 1, 2, 2, 2, 2, 2}});
  check_shape({2, 11, 10, 3, {3, 2, 2, 1, 1, 3, 4, 0, 3}});
}

TEST_CASE("a dense layer is a convolution of a 1 x 1 map") { check_shape({37, 1, 1, 10, {}}); }
