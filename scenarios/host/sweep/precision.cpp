#include "scenarios/host/sweep/precision.hpp"

#include <algorithm>
#include <cmath>

#include "scenarios/host/intervals.hpp"

namespace lastmile::scenarios {
namespace {

bool narrow(const Precision& precision, const std::vector<double>& values, double scale) {
  const Interval interval = mean_interval(values);
  if (std::isnan(interval.low)) return false;
  return half_width(interval) <=
         precision.half_width * (precision.relative ? std::abs(scale) : 1.0);
}

CellValues first_seeds(const CellValues& values, std::size_t n) {
  CellValues result;
  for (const auto& seeds : values)
    result.emplace_back(seeds.begin(), seeds.begin() + static_cast<std::ptrdiff_t>(n));
  return result;
}

}  // namespace

bool narrow_enough(const Precision& precision, const CellValues& values, std::size_t baseline) {
  for (std::size_t s = 0; s < values.size(); ++s) {
    std::vector<double> looked_at = values[s];
    double scale = mean_interval(values[s]).mean;
    if (precision.of_differences) {
      if (s == baseline) continue;
      for (std::size_t i = 0; i < looked_at.size(); ++i) looked_at[i] -= values[baseline][i];
      scale = mean_interval(values[baseline]).mean;
    }
    if (!narrow(precision, looked_at, scale)) return false;
  }
  return true;
}

std::size_t seeds_wanted(const std::optional<Precision>& precision, const CellValues& values,
                         std::size_t baseline, std::size_t most) {
  if (!precision) return most;
  std::size_t have = most;
  for (const auto& seeds : values) have = std::min(have, seeds.size());
  for (std::size_t n = std::min(precision->least, most); n < most;
       n = std::min(n + precision->step, most)) {
    if (n > have || narrow_enough(*precision, first_seeds(values, n), baseline)) return n;
  }
  return most;
}

}  // namespace lastmile::scenarios
