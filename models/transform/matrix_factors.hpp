// The two factors of a given rank whose product is nearest to a matrix, from its singular values.
// Eigen stays inside models/transform/*.cpp. Checked: tests/unit/models/low_rank_test.cpp
#pragma once

#include <Eigen/Core>

namespace lastmile::models {

struct MatrixFactors {
  Eigen::MatrixXd left;   ///< rows x rank
  Eigen::MatrixXd right;  ///< rank x columns
};

/// The singular values are shared evenly. REQUIRES 1 <= rank <= the smaller side.
MatrixFactors nearest_factors(const Eigen::MatrixXd& matrix, int rank);

}  // namespace lastmile::models
