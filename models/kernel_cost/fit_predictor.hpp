// Fits kernel predictors to networks whose steps were timed in their place.
//
// Choice     for each group of kernels every method is fitted to four fifths of the networks and
// tried
//            on the rest, five times; the one with the least root mean square of ln(measured /
//            predicted) is fitted to all. A group with few rows takes what regression gives.
// Formulae   regression  least squares of the relative error, no coefficient negative
//            surface     each coefficient: the time per unit that a fiftieth of the rows undercut
// Residual   from the networks left out, whole runs against sums of chosen predictions
// Tests      tests/unit/models/fit_predictor_test.cpp
#pragma once

#include <vector>

#include "models/kernel_cost/kernel_predictor.hpp"

namespace lastmile::models {

/// A network as it ran: the least times of repeated runs.
struct Observation {
  kernels::Program program;
  double whole_s = 0;
  std::vector<double> step_s;  ///< each in its place in a run
  double noise_relative = 0;   ///< of whole runs
};

/// Held-out errors of one group by method, for the report.
struct MethodErrors {
  std::string group;
  int rows = 0;
  double share_of_time = 0;
  std::array<double, 3> rms{};  ///< indexed by PredictionMethod
  PredictionMethod chosen = PredictionMethod::regression;
};

struct PredictorFit {
  std::map<std::string, GroupPredictor> groups;
  double whole_over_steps = 1;
  PredictionResidual residual;
  std::vector<MethodErrors> methods;
};

/// ConfigError if there are fewer than ten networks or a time is not positive.
PredictorFit fit_predictor(const std::vector<Observation>& observations);

/// Of predictions against what was measured.
PredictionResidual residual_of(const std::vector<double>& predicted,
                               const std::vector<double>& measured);

}  // namespace lastmile::models
