#include "models/transform/cp_factors.hpp"

#include <Eigen/Cholesky>
#include <cmath>

#include "sim/random.hpp"

namespace lastmile::models {
namespace {

constexpr int kRounds = 200;
constexpr double kEnough = 1e-6;
constexpr double kDamping = 1e-9;

/// W_(side) K: by place on the side and rank, the sum over the kernel of weight times the others.
Eigen::MatrixXd projected(const std::vector<float>& kernel, const CpShape& shape,
                          const CpFactors& f, std::size_t side) {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(shape[side], f[0].cols());
  std::array<Eigen::Index, 4> at{};
  Eigen::RowVectorXd others(f[0].cols());
  for (const float weight : kernel) {
    others.setConstant(static_cast<double>(weight));
    for (std::size_t s = 0; s < 4; ++s)
      if (s != side) others.array() *= f[s].row(at[s]).array();
    sum.row(at[side]) += others;
    for (std::size_t s = 4; s-- > 0;) {  // the last side counts fastest
      if (++at[s] < shape[s]) break;
      at[s] = 0;
    }
  }
  return sum;
}

Eigen::MatrixXd gram_of_others(const CpFactors& f, std::size_t side) {
  Eigen::MatrixXd gram = Eigen::MatrixXd::Ones(f[0].cols(), f[0].cols());
  for (std::size_t s = 0; s < 4; ++s)
    if (s != side) gram.array() *= (f[s].transpose() * f[s]).array();
  gram.diagonal().array() += kDamping * gram.diagonal().mean();
  return gram;
}

double sum_of_squares(const std::vector<float>& kernel) {
  double sum = 0;
  for (const float w : kernel) sum += static_cast<double>(w) * static_cast<double>(w);
  return sum;
}

CpFactors drawn(const CpShape& shape, int rank) {
  RandomStream random(1, "models/cp");
  CpFactors factors;
  for (std::size_t s = 0; s < 4; ++s) {
    factors[s].resize(shape[s], rank);
    for (double& x : factors[s].reshaped()) x = random.normal();
  }
  return factors;
}

}  // namespace

CpFactors cp_factors(const std::vector<float>& kernel, const CpShape& shape, int rank) {
  CpFactors f = drawn(shape, rank);
  const double whole = sum_of_squares(kernel);
  double before = 0;
  for (int round = 0; round < kRounds; ++round) {
    double explained = 0;
    for (std::size_t side = 0; side < 4; ++side) {
      const Eigen::MatrixXd right = projected(kernel, shape, f, side);
      f[side] = gram_of_others(f, side).ldlt().solve(right.transpose()).transpose();
      explained = f[side].cwiseProduct(right).sum();  // |W|^2 - |W - W'|^2 at the optimum of a side
    }
    if (explained - before <= kEnough * whole) break;
    before = explained;
  }
  return f;
}

}  // namespace lastmile::models
