#include "scenarios/host/intervals.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace lastmile::scenarios {
namespace {

constexpr double kQuantile = 0.975;

}  // namespace

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
  const double t = boost::math::quantile(boost::math::students_t(n - 1), kQuantile);
  result.low = result.mean - t * error;
  result.high = result.mean + t * error;
  return result;
}

double half_width(const Interval& interval) {
  return std::isnan(interval.low) ? 0.0 : (interval.high - interval.low) / 2;
}

double p_of_zero(const Interval& interval) {
  if (std::isnan(interval.low)) return interval.low;
  const double half = half_width(interval);
  if (half == 0) return interval.mean == 0 ? 1.0 : 0.0;
  const boost::math::students_t distribution(interval.n - 1);
  const double error = half / boost::math::quantile(distribution, kQuantile);
  return 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(interval.mean) / error));
}

}  // namespace lastmile::scenarios
