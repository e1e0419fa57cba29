// gossip: a symmetric ring lattice whose mixing keeps the mean model.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "fake_view.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

TrainingPlan lattice(std::size_t devices, int neighbours) {
  const FakeView view(models::camera_cnn());
  const std::vector<network::NodeId> participants(devices, 0);
  return make<TrainingPolicy>("gossip", {{"neighbours", neighbours}})->plan(participants, view);
}

bool sends(const TrainingPlan& plan, std::size_t from, std::size_t to) {
  const auto& targets = plan.sends_to[from];
  return std::find(targets.begin(), targets.end(), to) != targets.end();
}

// [receiver][sender]: what a round multiplies the models with.
std::vector<std::vector<double>> mixing(const TrainingPlan& plan) {
  const std::size_t n = plan.sends_to.size();
  const auto policy = make<TrainingPolicy>("gossip", {});
  std::vector<std::vector<double>> matrix(n, std::vector<double>(n, 0.0));
  for (std::size_t self = 0; self < n; ++self) {
    std::vector<std::size_t> models{self};
    for (std::size_t other = 0; other < n; ++other) {
      if (sends(plan, other, self)) models.push_back(other);
    }
    std::vector<double> samples;
    for (const std::size_t m : models) samples.push_back(10.0 + static_cast<double>(m));
    const std::vector<double> weights = policy->weights(samples);
    for (std::size_t i = 0; i < models.size(); ++i) matrix[self][models[i]] += weights[i];
  }
  return matrix;
}

}  // namespace

TEST_CASE("gossip: everybody has the same number of different neighbours, and they answer") {
  for (const auto& [devices, neighbours] : std::vector<std::pair<std::size_t, int>>{
           {3, 2}, {4, 2}, {5, 4}, {12, 2}, {12, 4}, {12, 10}, {7, 6}}) {
    CAPTURE(devices);
    CAPTURE(neighbours);
    const TrainingPlan plan = lattice(devices, neighbours);
    CHECK(plan.kind == TrainingPlan::Kind::gossip);
    REQUIRE(plan.sends_to.size() == devices);
    for (std::size_t i = 0; i < devices; ++i) {
      const std::set<std::size_t> different(plan.sends_to[i].begin(), plan.sends_to[i].end());
      CHECK(different.size() == static_cast<std::size_t>(neighbours));
      CHECK(plan.sends_to[i].size() == static_cast<std::size_t>(neighbours));
      CHECK(different.count(i) == 0);
      for (const std::size_t other : different) CHECK(sends(plan, other, i));
    }
  }
}

TEST_CASE("gossip: the nearest on the ring, by hand") {
  const TrainingPlan plan = lattice(6, 4);
  std::vector<std::size_t> targets = plan.sends_to[1];
  std::sort(targets.begin(), targets.end());
  CHECK(targets == std::vector<std::size_t>{0, 2, 3, 5});
}

TEST_CASE("gossip: mixing is doubly stochastic and symmetric, whatever the samples") {
  for (const auto& [devices, neighbours] :
       std::vector<std::pair<std::size_t, int>>{{3, 2}, {12, 4}, {9, 2}}) {
    const auto matrix = mixing(lattice(devices, neighbours));
    for (std::size_t i = 0; i < devices; ++i) {
      double row = 0, column = 0;
      for (std::size_t j = 0; j < devices; ++j) {
        row += matrix[i][j];
        column += matrix[j][i];
        CHECK(matrix[i][j] == matrix[j][i]);
        CHECK(matrix[i][j] >= 0);
      }
      CHECK(row == doctest::Approx(1).epsilon(1e-14));
      CHECK(column == doctest::Approx(1).epsilon(1e-14));
    }
  }
}

TEST_CASE("gossip: numbers of neighbours that no ring lattice has") {
  CHECK_THROWS_WITH_AS(lattice(12, 3), doctest::Contains("even number below the 12"), ConfigError);
  CHECK_THROWS_AS(lattice(4, 4), ConfigError);
  CHECK_THROWS_AS(lattice(2, 2), ConfigError);
  CHECK_THROWS_AS(lattice(4, 0), ConfigError);
}
