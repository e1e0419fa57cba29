// Sums of terms fitted to times so that relative errors are small and no coefficient is negative.
//
// Formula    minimise over c >= 0  sum over rows of (sum over j of c_j x_ij / t_i - 1)^2,
//            one coefficient at a time in turns; each turn is exact
// Symbols    x terms of a row, t its time
// Source     coordinate descent for non-negative least squares; Franc, Hlavac, Navara 2005,
//            doi:10.1007/11556121_50
// Validity   positive times
// Tests      tests/unit/models/relative_least_squares_test.cpp
#pragma once

#include <vector>

namespace lastmile::models {

/// REQUIRES as many rows as times, each with the same number of terms.
std::vector<double> relative_least_squares(const std::vector<std::vector<double>>& rows,
                                           const std::vector<double>& times);

}  // namespace lastmile::models
