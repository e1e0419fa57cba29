// Gossip: how fast disagreement falls, against the spectrum of the mixing matrix.
//
//   W circulant with weight 1/(k+1) for a device and its k nearest on the ring: eigenvalues
//   l_m = (1 + 2 sum_{s=1..k/2} cos(2 pi m s / n)) / (k + 1); per round the disagreement shrinks by
//   at most, and in the end exactly, max over m > 0 of |l_m|; the mean does not move.
// Source:  Xiao, Boyd 2004, doi:10.1016/j.sysconle.2004.02.022.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "models/zoo/zoo.hpp"
#include "policies/execute/training.hpp"
#include "sim/random.hpp"

#include "../unit/policies/fake_view.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

double second_eigenvalue(std::size_t n, std::size_t neighbours) {
  double largest = 0;
  for (std::size_t m = 1; m < n; ++m) {
    double sum = 1;
    for (std::size_t s = 1; s <= neighbours / 2; ++s) {
      sum +=
          2 * std::cos(2 * std::numbers::pi * static_cast<double>(m * s) / static_cast<double>(n));
    }
    largest = std::max(largest, std::abs(sum) / static_cast<double>(neighbours + 1));
  }
  return largest;
}

// One round of what every device does with what it is sent.
std::vector<double> mixed(const TrainingPolicy& policy, const TrainingPlan& plan,
                          const std::vector<double>& x) {
  std::vector<double> result(x.size());
  for (std::size_t self = 0; self < x.size(); ++self) {
    std::vector<double> values{x[self]}, samples{1.0};
    for (std::size_t from = 0; from < x.size(); ++from) {
      const auto& targets = plan.sends_to[from];
      if (std::find(targets.begin(), targets.end(), self) == targets.end()) continue;
      values.push_back(x[from]);
      samples.push_back(1.0);
    }
    const std::vector<double> weights = policy.weights(samples);
    for (std::size_t i = 0; i < values.size(); ++i) result[self] += weights[i] * values[i];
  }
  return result;
}

double mean(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v / static_cast<double>(x.size());
  return sum;
}

double disagreement(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += (v - mean(x)) * (v - mean(x));
  return std::sqrt(sum);
}

void check_contraction(std::size_t n, int neighbours) {
  const FakeView view(models::camera_cnn());
  const auto policy = make<TrainingPolicy>("gossip", {{"neighbours", neighbours}});
  const TrainingPlan plan = policy->plan(std::vector<network::NodeId>(n, 0), view);
  const double rate = second_eigenvalue(n, static_cast<std::size_t>(neighbours));
  RandomStream random(1, "start");
  std::vector<double> x(n);
  for (double& v : x) v = random.normal();
  const double start = mean(x);
  double ratio = 0;
  for (int round = 0; round < 60 && disagreement(x) > 1e-9; ++round) {
    const std::vector<double> next = mixed(*policy, plan, x);
    ratio = disagreement(next) / disagreement(x);
    CHECK(ratio <= rate * (1 + 1e-6));
    x = next;
  }
  std::printf(
      "gossip, %zu devices, %d neighbours: contraction a round\n  Expectation %.8f\n  Actual      "
      "%.8f\n",
      n, neighbours, rate, ratio);
  CHECK(ratio == doctest::Approx(rate).epsilon(1e-3));
  CHECK(std::abs(mean(x) - start) < 1e-12);
}

}  // namespace

TEST_CASE("gossip: disagreement shrinks by the second eigenvalue") {
  check_contraction(12, 4);
  check_contraction(12, 2);
  check_contraction(7, 2);
  check_contraction(20, 6);
}

TEST_CASE("gossip: with everybody a neighbour, one round is agreement") {
  CHECK(second_eigenvalue(5, 4) < 1e-12);
  const FakeView view(models::camera_cnn());
  const auto policy = make<TrainingPolicy>("gossip", {{"neighbours", 4}});
  const TrainingPlan plan = policy->plan(std::vector<network::NodeId>(5, 0), view);
  CHECK(disagreement(mixed(*policy, plan, {1, 5, -3, 0, 2})) < 1e-12);
}
