// Federated averaging of quadratics, with the averaging that training uses.
//
//   device i minimises f_i(x) = a_i/2 (x - c_i)^2 with n_i samples; one round is one or more
//   gradient steps of rate r from the common x, then the mean weighted by n_i.
// One step:    the fixed point is the weighted optimum x* = sum(n_i a_i c_i) / sum(n_i a_i).
// K steps:     it is sum(n_i q_i c_i) / sum(n_i q_i), q_i = 1 - (1 - r a_i)^K: biased when
// curvatures
//              differ ("objective inconsistency", Wang et al. 2020, arXiv:2007.07481), exact when
//              equal.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>

#include "policies/execute/training.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using policies::Weights;

namespace {

constexpr double kRate = 0.1;
constexpr std::size_t kDimensions = 4;

struct Device {
  double samples, curvature;
  std::vector<double> centre;
};

std::vector<Device> devices(bool same_curvature) {
  RandomStream random(1, "quadratics");
  std::vector<Device> all;
  for (int i = 0; i < 7; ++i) {
    Device device{10 + static_cast<double>(random.below(90)),
                  same_curvature ? 1.5 : random.uniform(0.5, 3),
                  {}};
    for (std::size_t d = 0; d < kDimensions; ++d) device.centre.push_back(random.uniform(-5, 5));
    all.push_back(device);
  }
  return all;
}

Weights trained(const Device& device, const Weights& start, int steps) {
  std::vector<float> x = *start;
  for (int step = 0; step < steps; ++step) {
    for (std::size_t d = 0; d < kDimensions; ++d) {
      const double gradient = device.curvature * (static_cast<double>(x[d]) - device.centre[d]);
      x[d] = static_cast<float>(static_cast<double>(x[d]) - kRate * gradient);
    }
  }
  return std::make_shared<const std::vector<float>>(x);
}

Weights federated(const std::vector<Device>& all, int rounds, int steps) {
  Weights model = std::make_shared<const std::vector<float>>(kDimensions, 0.0f);
  std::vector<double> samples;
  for (const Device& device : all) samples.push_back(device.samples);
  for (int round = 0; round < rounds; ++round) {
    std::vector<Weights> models;
    for (const Device& device : all) models.push_back(trained(device, model, steps));
    model = policies::mix(models, policies::proportional(samples));
  }
  return model;
}

double fixed_point(const std::vector<Device>& all, std::size_t dimension, int steps) {
  double top = 0, bottom = 0;
  for (const Device& device : all) {
    const double pull = device.samples * (1 - std::pow(1 - kRate * device.curvature, steps));
    top += pull * device.centre[dimension];
    bottom += pull;
  }
  return top / bottom;
}

double largest_difference(const char* what, const std::vector<Device>& all, const Weights& model,
                          int steps_of_theory) {
  double worst = 0;
  std::printf("%s\n", what);
  for (std::size_t d = 0; d < kDimensions; ++d) {
    const double expected = fixed_point(all, d, steps_of_theory),
                 actual = static_cast<double>((*model)[d]);
    std::printf("  Expectation %.7g  Actual %.7g\n", expected, actual);
    worst = std::max(worst, std::abs(expected - actual));
  }
  return worst;
}

}  // namespace

TEST_CASE("federated averaging, one step a round: the weighted optimum") {
  const auto all = devices(false);
  CHECK(largest_difference("one step", all, federated(all, 400, 1), 1) < 1e-5);
}

TEST_CASE("federated averaging, many steps: the weighted optimum when curvatures are equal") {
  const auto all = devices(true);
  CHECK(largest_difference("ten steps, equal curvatures", all, federated(all, 100, 10), 1) < 1e-5);
}

TEST_CASE("federated averaging, many steps: the bias that theory predicts when they are not") {
  const auto all = devices(false);
  const Weights model = federated(all, 100, 10);
  CHECK(largest_difference("ten steps, own curvatures", all, model, 10) < 1e-5);
  CHECK(largest_difference("  (against the optimum)", all, model, 1) > 0.1);
}
