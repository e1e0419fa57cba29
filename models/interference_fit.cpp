#include "models/interference_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/json_reader.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr double kApart = 1.25;
constexpr int kTerms = 3;
constexpr int kReweighted = 20;
constexpr double kLeastError = 0.01;

CorunRow row_of(const Json& job, const Json& other, double slowdown) {
  const auto demand = [](const Json& side) {
    const double alone = side.at("alone_s").number();
    if (alone <= 0) throw ConfigError("JSON: '" + side.place() + ".alone_s' must be above zero");
    return Demand{side.at("moved_bytes").number() / alone, side.at("footprint_bytes").number()};
  };
  if (slowdown <= 0) throw ConfigError("JSON: '" + job.place() + ".slowdown' must be above zero");
  return {job.at("call").text(), other.at("call").text(), demand(job), demand(other), slowdown};
}

void add_pair(const Json& answer, std::vector<CorunRow>& rows) {
  if (answer.find("first") == nullptr || answer.at("core_share").number() > kApart) return;
  const Json &first = answer.at("first"), &second = answer.at("second");
  rows.push_back(row_of(first, second, first.at("slowdown").number()));
  rows.push_back(row_of(second, first, second.at("slowdown").number()));
}

using Terms = Eigen::Matrix<double, Eigen::Dynamic, kTerms>;
using Coefficients = Eigen::Matrix<double, kTerms, 1>;

// Least squares over each subset of the terms: with three of them the smallest feasible one is exact.
Coefficients non_negative(const Terms& x, const Eigen::VectorXd& y) {
  Coefficients best = Coefficients::Zero();
  double least = y.squaredNorm();
  for (int subset = 1; subset < (1 << kTerms); ++subset) {
    Terms part = x;
    for (int t = 0; t < kTerms; ++t)
      if ((subset >> t & 1) == 0) part.col(t).setZero();
    const Coefficients found = part.completeOrthogonalDecomposition().solve(y);
    const double error = (part * found - y).squaredNorm();
    if (found.minCoeff() >= 0 && error < least) least = error, best = found;
  }
  return best;
}

Coefficients least_absolute(const Terms& x, const Eigen::VectorXd& y) {
  Eigen::VectorXd weight = Eigen::VectorXd::Ones(y.size());
  Coefficients found = Coefficients::Zero();
  for (int i = 0; i < kReweighted; ++i) {
    const Eigen::VectorXd root = weight.cwiseSqrt();
    found = non_negative(root.asDiagonal() * x, root.cwiseProduct(y));
    weight = (x * found - y).cwiseAbs().cwiseMax(kLeastError).cwiseInverse();
  }
  return found;
}

void fit_coefficients(Interference& model, const std::vector<CorunRow>& rows) {
  Terms x(static_cast<Eigen::Index>(rows.size()), kTerms);
  Eigen::VectorXd y(static_cast<Eigen::Index>(rows.size()));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto features = model.features(rows[r].demand, rows[r].other);
    for (std::size_t t = 0; t < features.size(); ++t)
      x(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(t)) = features[t];
    y(static_cast<Eigen::Index>(r)) = rows[r].slowdown - 1;
  }
  const Coefficients found = least_absolute(x, y);
  std::copy(found.begin(), found.end(), model.coefficients.begin());
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::vector<CorunRow> read_corun_rows(std::string_view answers) {
  std::vector<CorunRow> rows;
  int number = 0;
  for (std::size_t from = 0; from < answers.size();) {
    const std::size_t to = std::min(answers.find('\n', from), answers.size());
    ++number;
    try {
      if (to > from) add_pair(Json::parse(answers.substr(from, to - from)), rows);
    } catch (const ConfigError& error) {
      throw ConfigError("line " + std::to_string(number) + ": " + error.what());
    }
    from = to + 1;
  }
  return rows;
}

Interference fit_interference(const std::vector<CorunRow>& rows, double private_cache_bytes) {
  SIM_CHECK(!rows.empty(), "no co-runs to fit");
  Interference best, model;
  best.private_cache_bytes = model.private_cache_bytes = private_cache_bytes;
  double least = std::numeric_limits<double>::infinity();
  for (const double mebibytes : {4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48}) {
    for (const double softness : {0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0}) {
      model.shared_cache_bytes = mebibytes * 1024 * 1024;
      model.softness = softness;
      fit_coefficients(model, rows);
      const double error = error_of(model, rows).mean_error;
      if (error < least) least = error, best = model;
    }
  }
  return best;
}

InterferenceError error_of(const Interference& model, const std::vector<CorunRow>& rows) {
  std::vector<double> measured;
  for (const CorunRow& row : rows) measured.push_back(row.slowdown);
  InterferenceError sum;
  sum.rows = static_cast<int>(rows.size());
  if (rows.empty()) return sum;
  const double constant = median(measured), n = static_cast<double>(rows.size());
  for (const CorunRow& row : rows) {
    const double error = std::abs(model.slowdown(row.demand, row.other) - row.slowdown);
    sum.mean_error += error / n;
    sum.best_constant_error += std::abs(constant - row.slowdown) / n;
    sum.mape += error / row.slowdown / n;
    sum.worst = std::max(sum.worst, error);
  }
  return sum;
}

}  // namespace lastmile::models
