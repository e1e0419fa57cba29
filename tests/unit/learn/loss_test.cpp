// Losses by hand and their slopes against differences.
#include "models/learn/loss.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace lastmile::learn;

namespace {

using Logits = std::array<float, 3>;
constexpr Logits kZ = {0.3F, -1.2F, 0.9F};

double loss_at(const LossOptions& options, const Logits& z, Logits* slope = nullptr) {
  Logits ignored{};
  return Loss(options, 3).slope(z.data(), 1, 1, 0, 1, (slope != nullptr ? *slope : ignored).data());
}

void check_slope(const LossOptions& options) {
  Logits slope{};
  loss_at(options, kZ, &slope);
  for (std::size_t i = 0; i < 3; ++i) {
    Logits up = kZ, down = kZ;
    up[i] += 1e-3F, down[i] -= 1e-3F;
    const double step = static_cast<double>(up[i]) - static_cast<double>(down[i]);
    CHECK(static_cast<double>(slope[i]) ==
          doctest::Approx((loss_at(options, up) - loss_at(options, down)) / step).epsilon(1e-4));
  }
}

std::array<double, 3> probabilities(double temperature, const Logits& z) {
  std::array<double, 3> p{};
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) sum += p[i] = std::exp(static_cast<double>(z[i]) / temperature);
  for (double& x : p) x /= sum;
  return p;
}

}  // namespace

TEST_CASE("losses are what their formulae say") {
  const auto p = probabilities(1, kZ);
  CHECK(loss_at({}, kZ) == doctest::Approx(-std::log(p[1])));
  LossOptions squared;
  squared.kind = LossOptions::Kind::squared_error;
  CHECK(loss_at(squared, kZ) == doctest::Approx((0.09 + 2.2 * 2.2 + 0.81) / 2));
  LossOptions even;
  even.entropy = 0.5;
  double entropy = 0;
  for (const double x : p) entropy -= x * std::log(x);
  CHECK(loss_at(even, kZ) == doctest::Approx(-std::log(p[1]) - 0.5 * entropy));
  LossOptions taught;
  taught.distilled = 0.75;
  taught.temperature = 4;
  taught.teacher = {1, 2, -1};
  const auto q = probabilities(4, {1, 2, -1}), s = probabilities(4, kZ);
  double divergence = 0;
  for (std::size_t i = 0; i < 3; ++i) divergence += q[i] * std::log(q[i] / s[i]);
  CHECK(loss_at(taught, kZ) == doctest::Approx(0.25 * -std::log(p[1]) + 0.75 * 16 * divergence));
  for (const LossOptions& options : {LossOptions{}, squared, even, taught}) check_slope(options);
}

TEST_CASE("giving back: the mean square of what is off, and its slope") {
  const Logits x = {0.1F, 0.5F, -1};
  Logits slope{};
  const auto loss = [&](const Logits& z) {
    return reconstruction_slope(z.data(), x.data(), 1, 3, 2, slope.data());
  };
  CHECK(loss(kZ) == doctest::Approx((0.04 + 1.7 * 1.7 + 1.9 * 1.9) / 3));
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(static_cast<double>(slope[i]) ==
          doctest::Approx(2 * 2.0 / 3 * (static_cast<double>(kZ[i]) - static_cast<double>(x[i]))));
  CHECK(loss(x) == 0);
}

TEST_CASE("a student that answers as its teacher has nothing to learn from it") {
  LossOptions taught;
  taught.distilled = 1;
  taught.temperature = 3;
  taught.teacher = {kZ.begin(), kZ.end()};
  Logits slope{};
  CHECK(loss_at(taught, kZ, &slope) == doctest::Approx(0));
  for (const float s : slope) CHECK(std::abs(s) < 1e-6F);
}
