// Mean and 95 % confidence interval over seeds: Student's t, two-sided.
#pragma once

#include <vector>

namespace lastmile::scenarios {

struct Interval {
  double mean = 0;
  double low = 0, high = 0;  ///< not numbers from a single value
  int n = 0;
};

/// All not numbers when one of the values is.
Interval mean_interval(const std::vector<double>& values);

/// Half the width of the interval; 0 when there is none.
double half_width(const Interval& interval);

/// Of a two-sided t test that the mean is 0; not a number when there is no interval. Values that are all
/// the same: 0, or 1 if they are 0.
double p_of_zero(const Interval& interval);

}  // namespace lastmile::scenarios
