#include "models/learn/dataset.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
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
