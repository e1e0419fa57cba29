#include "scenarios/host/intervals.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace lastmile::scenarios {

Interval mean_interval(const std::vector<double>& values) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  Interval result{none, none, none, static_cast<int>(values.size())};
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double v : values) sum += v;
  if (values.empty() || std::isnan(sum)) return result;
  result.mean = sum / n;
  if (values.size() < 2) return result;
  for (const double v : values) squares += (v - result.mean) * (v - result.mean);
  const double error = std::sqrt(squares / (n - 1) / n);
  const double t = boost::math::quantile(boost::math::students_t(n - 1), 0.975);
  result.low = result.mean - t * error;
  result.high = result.mean + t * error;
  return result;
}

double half_width(const Interval& interval) {
  return std::isnan(interval.low) ? 0.0 : (interval.high - interval.low) / 2;
}

}  // namespace lastmile::scenarios
