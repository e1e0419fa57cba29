#include "models/learn/dataset.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::learn;

namespace {

/// Mean of each colour over each class.
std::vector<std::array<double, 3>> class_colours(const Dataset& data) {
  std::vector<std::array<double, 3>> mean(10);
  const std::size_t plane = data.image_bytes() / 3;
  for (std::size_t i = 0; i < data.size(); ++i)
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t p = 0; p < plane; ++p)
        mean[static_cast<std::size_t>(data.label(i))][c] +=
            data.image(i)[c * plane + p] /
            (static_cast<double>(plane) * static_cast<double>(data.size()) / 10);
  return mean;
}

}  // namespace

TEST_CASE("drawn sets are balanced, and a seed draws the same bytes on every machine") {
  const Dataset digits = draw_digits(100, RandomStream(1, "digits"));
  const Dataset objects = draw_objects(100, RandomStream(1, "objects"));
  CHECK(digits.shape() == models::Shape{1, 28, 28});
  CHECK(objects.shape() == models::Shape{3, 32, 32});
  for (int label = 0; label < 10; ++label)
    CHECK(std::count(objects.labels().begin(), objects.labels().end(), label) == 10);
  CHECK(digits.digest().text() == "2797072b88e54a7a651f4cb13d4ea252");
  CHECK(objects.digest().text() == "2d8d7e4f34fc9772ca5cf8134466cec4");
}

TEST_CASE("another seed draws other images; more images leave the first ones alone") {
  const Dataset a = draw_objects(20, RandomStream(1, "objects"));
  const Dataset b = draw_objects(20, RandomStream(2, "objects"));
  const Dataset longer = draw_objects(30, RandomStream(1, "objects"));
  CHECK(a.digest() != b.digest());
  CHECK(std::equal(a.image(0), a.image(0) + 20 * a.image_bytes(), longer.image(0)));
  std::set<std::vector<std::uint8_t>> distinct;
  for (std::size_t i = 0; i < 20; ++i) distinct.emplace(a.image(i), a.image(i) + a.image_bytes());
  CHECK(distinct.size() == 20);
}

TEST_CASE("colour tells little about the class of an object") {
  const auto mean = class_colours(draw_objects(1000, RandomStream(4, "objects")));
  for (std::size_t c = 0; c < 3; ++c) {
    double low = 255, high = 0;
    for (const auto& m : mean) low = std::min(low, m[c]), high = std::max(high, m[c]);
    CHECK(high - low < 40);  // the spread of single images is several times that
  }
}

TEST_CASE("a data set whose parts disagree is refused") {
  CHECK_THROWS_AS(Dataset("x", {1, 2, 2}, 10, std::vector<std::uint8_t>(7), {0, 1}), ConfigError);
  CHECK_THROWS_WITH_AS(Dataset("x", {1, 1, 1}, 3, {0, 0}, {0, 3}),
                       doctest::Contains("label 3 of image 1 is not below 3"), ConfigError);
}

TEST_CASE("features, tokens and owners") {
  const Dataset f = Dataset::of_features("f", {2, 1, 1}, 2, {1, 2, 3, 4}, {0, 1});
  const Dataset t = Dataset::sequences("t", 2, 80, 2, {7, 79, 1, 0}, {0, 1});
  CHECK(f.values() == Values::features);
  CHECK(f.image_bytes() == 8);
  CHECK(t.image_bytes() == 2);
  CHECK(t.shape() == models::Shape{1, 1, 2});
  CHECK(t.vocabulary() == 80);
  const Dataset owned = f.owned_by({5, 3});
  CHECK(owned.users()[1] == 3);
  CHECK(owned.digest() == f.digest());
  CHECK(f.users().empty());
  const std::vector<std::uint32_t> last{1};
  CHECK(owned.subset(last).features(0)[1] == 4);
  CHECK(owned.subset(last).users() == std::vector<std::uint32_t>{3});
  CHECK(t.subset(last).image(0)[1] == 0);
  CHECK(t.subset(last).label(0) == 1);
  CHECK_THROWS_AS(static_cast<void>(f.owned_by({1})), ConfigError);
  CHECK_THROWS_WITH_AS(Dataset::sequences("t", 1, 80, 2, {80}, {0}),
                       doctest::Contains("token 80 of sample 0 is not below 80"), ConfigError);
  CHECK_THROWS_WITH_AS(Dataset::of_features("f", {1, 1, 1}, 2, {1, NAN}, {0, 1}),
                       doctest::Contains("sample 1 is not finite"), ConfigError);
}

TEST_CASE("lanes are filled with what a network sees") {
  constexpr std::size_t lanes = kernels::kLanes;
  const std::vector<std::uint32_t> samples{1, 0};
  std::vector<float> seen(2 * lanes);
  const auto fill = [&](const Dataset& data) {
    data.fill(kernels::lane_kernels(), samples, seen.data());
    return std::vector<float>{seen[0], seen[1], seen[2], seen[lanes]};
  };
  CHECK(fill(Dataset("p", {2, 1, 1}, 2, {0, 255, 255, 0}, {0, 1})) ==
        std::vector<float>{2, -2, 2, -2});
  CHECK(fill(Dataset::sequences("t", 2, 9, 2, {1, 2, 3, 4}, {0, 1})) ==
        std::vector<float>{3, 1, 3, 4});
  CHECK(fill(Dataset::of_features("f", {2, 1, 1}, 2, {.5, -1, 7, 8}, {0, 1})) ==
        std::vector<float>{7, .5, 7, 8});
}
