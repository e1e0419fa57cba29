#include "models/fit/relative_least_squares.hpp"

#include <doctest/doctest.h>

using lastmile::models::relative_least_squares;

TEST_CASE("relative least squares: exact where it can be, never negative, relative") {
  const std::vector<std::vector<double>> rows = {{1, 0, 1}, {2, 1, 1}, {5, 3, 1}, {9, 1, 1}};
  std::vector<double> times;
  for (const auto& row : rows) times.push_back(2 * row[0] + 0.5 * row[1] + 3);
  const std::vector<double> found = relative_least_squares(rows, times);
  CHECK(found[0] == doctest::Approx(2));
  CHECK(found[1] == doctest::Approx(0.5));
  CHECK(found[2] == doctest::Approx(3));
  CHECK(relative_least_squares({{1, 1}, {1, 2}}, {2, 1})[1] == 0.0);
  // One constant for 1 and 3: minimises (c - 1)^2 + (c / 3 - 1)^2, so c = (1 + 1/3) / (1 + 1/9).
  CHECK(relative_least_squares({{1}, {1}}, {1, 3})[0] == doctest::Approx(1.2));
}
