#include "models/transform/matrix_factors.hpp"

#include <Eigen/SVD>

namespace lastmile::models {

MatrixFactors nearest_factors(const Eigen::MatrixXd& matrix, int rank) {
  const Eigen::BDCSVD<Eigen::MatrixXd> svd(matrix, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const Eigen::VectorXd root = svd.singularValues().head(rank).cwiseSqrt();
  return {svd.matrixU().leftCols(rank) * root.asDiagonal(),
          root.asDiagonal() * svd.matrixV().leftCols(rank).transpose()};
}

}  // namespace lastmile::models
