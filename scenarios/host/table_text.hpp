// Numbers and tables for people.
#pragma once

#include <string>
#include <vector>

namespace lastmile::scenarios {

struct Scale {
  double by = 1;
  std::string unit;
};
/// A decimal prefix that suits the largest value: ("s", {0.004}) is {1e-3, "ms"}; "1" and "nat" stay.
Scale scale_for(const std::string& unit, const std::vector<double>& values);

/// Three significant digits; "-" for what is not a number.
std::string short_number(double value);

/// First column to the left, the others to the right, two blanks between.
std::string aligned(const std::vector<std::vector<std::string>>& rows);

}  // namespace lastmile::scenarios
