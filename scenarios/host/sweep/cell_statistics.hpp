// What is said of one cell of a sweep: means over seeds, paired differences, the order of
// strategies.
//
// Paired   strategies of one seed see the same arrivals, positions and data (common random
// numbers),
//          so a difference is taken seed by seed and its interval is Student's t of these.
// p        two-sided t test of a mean difference of 0; the same differences all over: 0, or 1 if
// they are 0 Adjusted Holm 1979 (Scandinavian Journal of Statistics 6, 65-70): over all rows of one
// indicator the
//          chance of a single wrong "differs" stays below the level.
// Tests    tests/unit/scenarios/sweep_statistics_test.cpp; analysis recomputes them from /points
#pragma once

#include <cstdint>
#include <vector>

namespace lastmile::scenarios {

struct Difference {
  double mean = 0, low = 0, high = 0;
  std::int64_t n = 0;
  double p = 0;  ///< not a number from fewer than two pairs
};

/// Of a minus b, pair by pair. REQUIRES: of one length.
Difference paired_difference(const std::vector<double>& a, const std::vector<double>& b);

/// Holm's adjustment, in the order of `p`; those that are not numbers stay so and do not count.
std::vector<double> holm(const std::vector<double>& p);

}  // namespace lastmile::scenarios
