// Activations of lanes against libm, their slopes against differences, and the same bits
// everywhere.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "kernels/aligned.hpp"
#include "kernels/lane_functions.hpp"
#include "kernels/lanes.hpp"

using namespace lastmile::kernels;

namespace {

constexpr float kLeak = 0.1F;
constexpr LaneActivation kKinds[] = {LaneActivation::relu6,        LaneActivation::leaky_relu,
                                     LaneActivation::hard_sigmoid, LaneActivation::hard_swish,
                                     LaneActivation::sigmoid,      LaneActivation::tanh,
                                     LaneActivation::swish,        LaneActivation::gelu};

double truth(LaneActivation kind, double x) {
  const double sigmoid = 1 / (1 + std::exp(-x)), hard = std::min(std::max(x + 3, 0.0), 6.0) / 6;
  switch (kind) {
    case LaneActivation::relu6:
      return std::min(std::max(x, 0.0), 6.0);
    case LaneActivation::leaky_relu:
      return x > 0 ? x : static_cast<double>(kLeak) * x;
    case LaneActivation::hard_sigmoid:
      return std::min(std::max(static_cast<double>(kLeak) * x + 0.5, 0.0), 1.0);
    case LaneActivation::hard_swish:
      return x * hard;
    case LaneActivation::sigmoid:
      return sigmoid;
    case LaneActivation::tanh:
      return std::tanh(x);
    case LaneActivation::swish:
      return x * sigmoid;
    case LaneActivation::gelu:
      return x * (1 + std::erf(x / std::sqrt(2.0))) / 2;
  }
  return 0;
}

Floats inputs() {
  Floats x;
  for (int i = 0; i < 1600; ++i) x.push_back(static_cast<float>(i - 800) * 0.0123F + 0.0007F);
  return x;
}

}  // namespace

TEST_CASE("activations of lanes: near libm, slopes near differences") {
  const Floats x = inputs();
  const Floats ones(x.size(), 1.0F);
  for (const LaneActivation kind : kKinds) {
    CAPTURE(static_cast<int>(kind));
    Floats y(x.size()), slope(x.size());
    const LaneKernels& k = lane_kernels();
    k.activate(kind, kLeak, x.size(), x.data(), y.data());
    k.activate_back(kind, kLeak, x.size(), x.data(), y.data(), ones.data(), slope.data());
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double at = static_cast<double>(x[i]), h = 1e-6;
      REQUIRE(std::abs(static_cast<double>(y[i]) - truth(kind, at)) <
              1e-6 * std::max(1.0, std::abs(at)));
      const double rise = (truth(kind, at + h) - truth(kind, at - h)) / (2 * h);
      REQUIRE(std::abs(static_cast<double>(slope[i]) - rise) < 3e-6);
    }
  }
}

TEST_CASE("activations of lanes: the same bits with every instruction set") {
  const Floats x = inputs(), given(x.size(), 0.37F);
  for (const std::string_view name : lane_kernel_names()) {
    CAPTURE(name);
    for (const LaneActivation kind : kKinds) {
      Floats y(x.size()), slope(x.size()), expected(x.size()), expected_slope(x.size());
      for (const auto& [set, out, back] :
           {std::tuple{find_lane_kernels("generic"), &expected, &expected_slope},
            std::tuple{find_lane_kernels(name), &y, &slope}}) {
        set->activate(kind, kLeak, x.size(), x.data(), out->data());
        set->activate_back(kind, kLeak, x.size(), x.data(), out->data(), given.data(),
                           back->data());
      }
      CHECK(y == expected);
      CHECK(slope == expected_slope);
    }
  }
}

TEST_CASE("the portable exponential over its range") {
  for (int i = -872; i <= 879; ++i) {
    const float x = static_cast<float>(i) * 0.1F;
    const double truth = std::exp(static_cast<double>(x));
    REQUIRE(std::abs(static_cast<double>(lane_exp(x)) / truth - 1) < 1e-6);
  }
  CHECK(lane_exp(-1000) > 0.0F);
  CHECK(std::isfinite(lane_exp(1000)));
}
