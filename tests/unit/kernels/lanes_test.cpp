#include "kernels/lanes.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "kernels/aligned.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::kernels;

namespace {

Floats random_floats(std::size_t n, const char* name) {
  RandomStream random(7, name);
  Floats v(n);
  for (float& x : v) x = static_cast<float>(random.normal());
  return v;
}

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// A product with rows, terms and pixels that fill no tile, and offsets out of order.
struct Problem {
  Problem(int m, int k, int p) : rows(m), terms(k), pixels(p) {
    for (int i = 0; i < p; ++i) pixel_offset.push_back((i * 7 % p) * kLanes);
    for (int i = 0; i < k; ++i) term_offset.push_back((i * 5 % k) * p * kLanes);
    input = random_floats(size(k) * size(p) * kLanes, "input");
    weights = random_floats(size(m) * size(k), "weights");
    bias = random_floats(size(m), "bias");
    slope = random_floats(size(m) * size(p) * kLanes, "slope");
    packed.resize(packed_size(m, k));
    pack_rows(weights.data(), m, k, packed.data());
  }

  Floats product(const LaneKernels& kernels, bool relu) const {
    Floats out(size(rows) * size(pixels) * kLanes, -1.0F);
    kernels.product({rows, terms, pixels, packed.data(), bias.data(), input.data(),
                     pixel_offset.data(), term_offset.data(), out.data(), relu});
    return out;
  }

  Floats gradient(const LaneKernels& kernels) const {
    Floats g(size(rows) * size(terms + 1), -1.0F);
    kernels.gradient({rows, terms, pixels, slope.data(), input.data(), pixel_offset.data(),
                      term_offset.data(), g.data(), g.data() + rows * terms});
    return g;
  }

  Floats naive_product() const {
    Floats out;
    for (int m = 0; m < rows; ++m)
      for (int p = 0; p < pixels; ++p)
        for (int lane = 0; lane < kLanes; ++lane) {
          float sum = bias[size(m)];
          for (int k = 0; k < terms; ++k) {
            const float product = weights[size(m * terms + k)] *
                                  input[size(pixel_offset[size(p)] + term_offset[size(k)] + lane)];
            sum += product;
          }
          out.push_back(sum);
        }
    return out;
  }

  static float halved(std::array<float, kLanes> lanes) {
    for (std::size_t half = kLanes / 2; half > 0; half /= 2)
      for (std::size_t i = 0; i < half; ++i) lanes[i] += lanes[i + half];
    return lanes[0];
  }

  Floats naive_gradient() const {
    Floats g;
    for (int m = 0; m < rows; ++m)
      for (int k = 0; k < terms; ++k) {
        std::array<float, kLanes> lanes{};
        for (int p = 0; p < pixels; ++p)
          for (int lane = 0; lane < kLanes; ++lane)
            lanes[size(lane)] += slope[size((m * pixels + p) * kLanes + lane)] *
                                 input[size(pixel_offset[size(p)] + term_offset[size(k)] + lane)];
        g.push_back(halved(lanes));
      }
    for (int m = 0; m < rows; ++m) {
      std::array<float, kLanes> lanes{};
      for (int p = 0; p < pixels; ++p)
        for (int lane = 0; lane < kLanes; ++lane)
          lanes[size(lane)] += slope[size((m * pixels + p) * kLanes + lane)];
      g.push_back(halved(lanes));
    }
    return g;
  }

  int rows, terms, pixels;
  std::vector<std::int32_t> pixel_offset, term_offset;
  Floats input, weights, bias, slope, packed;
};

std::vector<Problem> problems() {
  std::vector<Problem> list;
  for (const auto& [m, k, p] : std::vector<std::array<int, 3>>{{1, 1, 1},
                                                               {2, 3, 2},
                                                               {3, 4, 5},
                                                               {7, 5, 4},
                                                               {8, 27, 16},
                                                               {15, 11, 7},
                                                               {16, 9, 31},
                                                               {10, 40, 1}})
    list.emplace_back(m, k, p);
  return list;
}

}  // namespace

TEST_CASE("every instruction set gives the bits of the plain loops") {
  for (const std::string_view name : lane_kernel_names()) {
    CAPTURE(name);
    const LaneKernels& kernels = *find_lane_kernels(name);
    for (const Problem& p : problems()) {
      CAPTURE(p.rows);
      CHECK(p.product(kernels, false) == p.naive_product());
      CHECK(p.gradient(kernels) == p.naive_gradient());
    }
  }
}

TEST_CASE("the gradient of a dense layer has the bits of the plain loops") {
  for (const int terms : {16, 17, 50}) {
    Problem p(5, terms, 1);
    for (int i = 0; i < terms; ++i) p.term_offset[size(i)] = i * kLanes;
    for (const std::string_view name : lane_kernel_names())
      CHECK(p.gradient(*find_lane_kernels(name)) == p.naive_gradient());
  }
}

TEST_CASE("a rectified product is the maximum with 0") {
  const Problem p(9, 6, 5);
  Floats expected = p.naive_product();
  int negative = 0;
  for (float& v : expected)
    if (!(v > 0)) v = 0, ++negative;
  CHECK(negative > 0);
  CHECK(p.product(lane_kernels(), true) == expected);
}

TEST_CASE("the fastest kernels are the last that run here; unknown names give none") {
  REQUIRE_FALSE(lane_kernel_names().empty());
  CHECK(lane_kernel_names().front() == "generic");
  CHECK(lane_kernels().name == lane_kernel_names().back());
  CHECK(find_lane_kernels("mmx") == nullptr);
}

TEST_CASE("updates and conversions agree between instruction sets") {
  const std::size_t n = 1003;
  const Floats gradient = random_floats(n, "g"), velocity = random_floats(n, "v"),
               weights = random_floats(n, "w");
  std::vector<std::uint8_t> image(300);
  std::array<const std::uint8_t*, kLanes> images{};
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<std::uint8_t>(i * 37 + i / 7);
  for (std::size_t i = 0; i < kLanes; ++i) images[i] = image.data() + i;
  for (const std::string_view name : lane_kernel_names()) {
    const LaneKernels& k = *find_lane_kernels(name);
    Floats v = velocity, w = weights, sum = weights, bytes(200 * kLanes);
    k.sgd({n, 0.1F, 0.9F, 0.01F}, gradient.data(), v.data(), w.data());
    k.add(n, gradient.data(), sum.data());
    k.from_bytes(200, images.data(), 0.25F, -1.5F, bytes.data());
    for (std::size_t i = 0; i < n; ++i) {
      const float decayed = 0.01F * weights[i];
      const float slope = gradient[i] + decayed;
      const float kept = 0.9F * velocity[i];
      const float moved = kept + slope;
      const float step = 0.1F * moved;
      REQUIRE(v[i] == moved);
      REQUIRE(w[i] == weights[i] - step);
      REQUIRE(sum[i] == weights[i] + gradient[i]);
    }
    for (std::size_t i = 0; i < 200; ++i)
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        REQUIRE(bytes[i * kLanes + lane] == static_cast<float>(image[i + lane]) * 0.25F - 1.5F);
  }
}
