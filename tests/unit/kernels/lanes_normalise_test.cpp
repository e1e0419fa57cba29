// Normalisation of channels against sums in double, and the same bits with every instruction set.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "kernels/aligned.hpp"
#include "kernels/lanes.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::kernels;

namespace {

constexpr int kChannels = 3, kPixels = 7;
constexpr std::size_t kFloats = kChannels * kPixels * kLanes;

Floats random_floats(std::size_t n, const char* name) {
  RandomStream random(7, name);
  Floats v(n);
  for (float& x : v) x = static_cast<float>(random.normal(0.5, 2));
  return v;
}

struct Problem {
  explicit Problem(int images) {
    norm = {kChannels, kPixels, images, 1e-3F, scale.data(), shift.data(), false};
    for (std::size_t i = 0; i < slope.size(); ++i)
      if (static_cast<int>(i % kLanes) >= images) slope[i] = 0.0F;
  }
  void run(const LaneKernels& k) {
    k.moments(norm, in.data(), mean.data(), variance.data());
    k.normalise(norm, mean.data(), variance.data(), in.data(), out.data());
    k.normalise_back(norm, mean.data(), variance.data(), in.data(), slope.data(),
                     {scale_slope.data(), shift_slope.data(), in_slope.data()});
  }
  [[nodiscard]] double mean_of(int c, const std::function<double(std::size_t)>& f) const {
    double sum = 0;
    for (int p = 0; p < kPixels; ++p)
      for (int lane = 0; lane < norm.images; ++lane)
        sum += f(static_cast<std::size_t>((c * kPixels + p) * kLanes + lane));
    return sum / (kPixels * norm.images);
  }

  LaneNorm norm;
  Floats scale = random_floats(kChannels, "scale"), shift = random_floats(kChannels, "shift");
  Floats in = random_floats(kFloats, "in"), slope = random_floats(kFloats, "slope"),
         out = Floats(kFloats), in_slope = Floats(kFloats), mean = Floats(kChannels),
         variance = mean, scale_slope = mean, shift_slope = mean;
};

double wide(float x) { return static_cast<double>(x); }

}  // namespace

TEST_CASE("channels are normalised over the lanes that hold images") {
  for (const int images : {16, 5, 1}) {
    CAPTURE(images);
    Problem p(images);
    p.run(lane_kernels());
    for (int c = 0; c < kChannels; ++c) {
      const auto s = static_cast<std::size_t>(c);
      const double m = p.mean_of(c, [&](std::size_t i) { return wide(p.in[i]); });
      const double v =
          p.mean_of(c, [&](std::size_t i) { return (wide(p.in[i]) - m) * (wide(p.in[i]) - m); });
      const double k = 1 / std::sqrt(v + 1e-3);
      const auto h = [&](std::size_t i) { return (wide(p.in[i]) - m) * k; };
      const double db = p.mean_of(c, [&](std::size_t i) { return wide(p.slope[i]); });
      const double dg = p.mean_of(c, [&](std::size_t i) { return wide(p.slope[i]) * h(i); });
      CHECK(wide(p.mean[s]) == doctest::Approx(m).epsilon(1e-5));
      CHECK(wide(p.variance[s]) == doctest::Approx(v).epsilon(1e-5));
      CHECK(wide(p.shift_slope[s]) == doctest::Approx(db * kPixels * images).epsilon(1e-4));
      CHECK(wide(p.scale_slope[s]) == doctest::Approx(dg * kPixels * images).epsilon(1e-4));
      for (std::size_t i = s * kPixels * kLanes; i < (s + 1) * kPixels * kLanes; ++i) {
        REQUIRE(wide(p.out[i]) ==
                doctest::Approx(h(i) * wide(p.scale[s]) + wide(p.shift[s])).epsilon(1e-4));
        const bool real = static_cast<int>(i % kLanes) < images;
        const double d = wide(p.scale[s]) * k * (wide(p.slope[i]) - db - h(i) * dg);
        REQUIRE(wide(p.in_slope[i]) == doctest::Approx(real ? d : 0).epsilon(1e-3).scale(0.1));
      }
    }
  }
}

TEST_CASE(
    "normalisation: the same bits with every instruction set, and a relu is a maximum with 0") {
  Problem expected(11);
  expected.run(*find_lane_kernels("generic"));
  for (const std::string_view name : lane_kernel_names()) {
    CAPTURE(name);
    Problem p(11);
    p.run(*find_lane_kernels(name));
    CHECK(p.out == expected.out);
    CHECK(p.in_slope == expected.in_slope);
    CHECK(p.scale_slope == expected.scale_slope);
    CHECK(p.shift_slope == expected.shift_slope);
    p.norm.relu = true;
    p.run(*find_lane_kernels(name));
    for (std::size_t i = 0; i < kFloats; ++i) REQUIRE(p.out[i] == std::max(expected.out[i], 0.0F));
  }
}
