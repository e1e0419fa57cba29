#include "models/transform/codebook.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::models;

TEST_CASE("clusters by hand: zero keeps its place, three centroids of two bits") {
  const std::vector<float> weights{0, -1.1F, -0.9F, 2, 2.2F, 5, 0};
  const Codebook book = cluster(weights, 2);
  REQUIRE(book.centroids.size() == 4);
  CHECK(book.centroids[0] == 0);
  CHECK(book.centroids[1] == doctest::Approx(-1));
  CHECK(book.centroids[2] == doctest::Approx(2.1));
  CHECK(book.centroids[3] == doctest::Approx(5));
  CHECK(book.codes == std::vector<std::uint16_t>{0, 1, 1, 2, 2, 3, 0});
}

TEST_CASE("few values are kept exactly") {
  const std::vector<float> weights{0.5F, 0.25F, 0, 0.5F};
  CHECK(decoded(cluster(weights, 2)) == weights);
  CHECK(decoded(cluster(std::vector<float>(5, 0.0F), 3)) == std::vector<float>(5, 0.0F));
}

TEST_CASE("each weight has its nearest centroid, and no centroid can move to its mean") {
  RandomStream random(1, "test/codebook");
  std::vector<float> weights(2000);
  for (float& w : weights) w = static_cast<float>(random.normal());
  const Codebook book = cluster(weights, 4);
  std::vector<double> sum(book.centroids.size(), 0), count(book.centroids.size(), 0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    float best = std::numeric_limits<float>::max();
    for (std::size_t c = 1; c < book.centroids.size(); ++c)
      best = std::min(best, std::abs(weights[i] - book.centroids[c]));
    CHECK(std::abs(weights[i] - book.centroids[book.codes[i]]) == best);
    sum[book.codes[i]] += static_cast<double>(weights[i]);
    count[book.codes[i]] += 1;
  }
  for (std::size_t c = 1; c < sum.size(); ++c)
    CHECK(sum[c] / count[c] == doctest::Approx(static_cast<double>(book.centroids[c])).epsilon(0.02));
}

TEST_CASE("shared weights move together, zeros stay") {
  Codebook book{{0, 1, 2}, {1, 1, 2, 0}};
  std::vector<float> weights{1.5F, 2.5F, 7, 3};
  share(book, weights);
  CHECK(weights == std::vector<float>{2, 2, 7, 0});
  CHECK(book.centroids == std::vector<float>{0, 2, 7});
  weights = {2.5F, 2.25F, 6, 0};
  share(book, weights, 1);  // by the sum of the moves
  CHECK(weights == std::vector<float>{2.75F, 2.75F, 6, 0});
}

TEST_CASE("bits out of range are refused") {
  CHECK_THROWS_AS(cluster(std::vector<float>{1}, 0), ConfigError);
  CHECK_THROWS_AS(cluster(std::vector<float>{1}, 17), ConfigError);
}
