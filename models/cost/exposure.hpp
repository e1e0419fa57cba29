// How a duration depends on the errors of the cost model: seconds that it grows by for one standard
// deviation of each independent error. Sums of durations are sums of exposures.
//
// Formulae   d = m g h (systematic.hpp)   exposure to g: m a   to h[type]: m b   standard error of d:
//            sqrt(sum of squares), to first order
// Symbols    d duration; m mean; g, h, a, b as there
// Ignores    second order: at a spread of 30 % the true standard error is 1.1 % above the one of first order
//            for a product of two factors
// Tests      tests/unit/models/systematic_test.cpp, tests/unit/policies/calibration_error_test.cpp
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace lastmile::models {

class Exposure {
 public:
  void add(std::size_t error, double seconds) {
    if (error >= seconds_.size()) seconds_.resize(error + 1, 0.0);
    seconds_[error] += seconds;
  }
  Exposure& operator+=(const Exposure& other) {
    for (std::size_t i = 0; i < other.seconds_.size(); ++i) add(i, other.seconds_[i]);
    return *this;
  }
  Exposure& operator*=(double factor) {
    for (double& one : seconds_) one *= factor;
    return *this;
  }
  [[nodiscard]] double standard_error_s() const {
    double squares = 0;
    for (const double one : seconds_) squares += one * one;
    return std::sqrt(squares);
  }

 private:
  std::vector<double> seconds_;  // by number of the error (CostSampler)
};

}  // namespace lastmile::models
