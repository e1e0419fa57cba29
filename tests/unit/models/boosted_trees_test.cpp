#include "models/fit/boosted_trees.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// Two features in [0, 1) that matter, one that does not.
template <class F>
Examples examples(std::size_t rows, F f) {
  RandomStream random(1, "boosted trees");
  Examples all;
  all.features = 3;
  for (std::size_t i = 0; i < rows; ++i) {
    const double x = random.uniform(), y = random.uniform();
    all.values.insert(all.values.end(), {x, random.uniform(), y});
    all.targets.push_back(f(x, y));
  }
  return all;
}

}  // namespace

TEST_CASE("boosted trees: a step is found exactly, at rate 1 by one tree") {
  const Examples all = examples(400, [](double x, double) { return x > 0.5 ? 3.0 : -1.0; });
  const BoostedTrees one = BoostedTrees::fit(all, {.trees = 1, .depth = 1, .rate = 1, .shrink = 0, .most_bins = 256});
  const double low[] = {0.4, 0.9, 0.9}, high[] = {0.6, 0.1, 0.1};
  CHECK(one.predict(low) == doctest::Approx(-1));
  CHECK(one.predict(high) == doctest::Approx(3));
}

TEST_CASE("boosted trees: a smooth function with an interaction, on rows never seen") {
  const auto truth = [](double x, double y) { return std::sin(6 * x) + 2 * x * y; };
  const BoostedTrees fitted = BoostedTrees::fit(examples(3000, truth), {.trees = 400, .depth = 4});
  RandomStream random(2, "held out");
  double square = 0, variance = 0;
  for (int i = 0; i < 500; ++i) {
    const double row[] = {random.uniform(), random.uniform(), random.uniform()};
    const double wanted = truth(row[0], row[2]);
    square += std::pow(fitted.predict(row) - wanted, 2);
    variance += std::pow(wanted - 0.66, 2);
  }
  CHECK(square < 0.005 * variance);
}

TEST_CASE("boosted trees: weights count like repeated rows; constant targets are kept") {
  Examples all;
  all.features = 1;
  all.values = {0, 0, 0};
  all.targets = {1, 1, 4};
  all.weights = {1, 1, 4};
  const double row[] = {0};
  CHECK(BoostedTrees::fit(all).predict(row) == doctest::Approx(3));
  all.targets = {7, 7, 7};
  CHECK(BoostedTrees::fit(all).predict(row) == doctest::Approx(7));
}

TEST_CASE("boosted trees: text and back; damage is refused") {
  const BoostedTrees fitted = BoostedTrees::fit(examples(300, [](double x, double y) { return x - y; }), {.trees = 20});
  const BoostedTrees read = BoostedTrees::parse(fitted.text(), 3);
  CHECK(read.size() == 20);
  CHECK(read.text() == fitted.text());
  for (const double x : {0.05, 0.3, 0.77}) {
    const double row[] = {x, 0.5, 0.4};
    CHECK(read.predict(row) == doctest::Approx(fitted.predict(row)).epsilon(1e-5));
  }
  for (const char* damaged : {"", "x", "1\n0,0.5 1", "1\n0,0.5 1 2 3", "1\n3,0.5 1 2", "1\n-1,0.5 1 2", "1\n0,nan 1 2", "1\n0,0.5 1 y"})
    CHECK_THROWS_AS(BoostedTrees::parse(damaged, 3), ConfigError);
}
