// Times random networks on this machine and fits kernel predictors to them: what `calibrate device` and the
// check of compute share.
#pragma once

#include <string>

#include "models/kernel_cost/answers.hpp"

namespace lastmile::scenarios {

struct CalibrationPlan {
  std::string set = "training";
  std::size_t networks = 400;
  int passes = 4;    ///< over all networks: what changes with time meets all of them alike
  int repeats = 6;   ///< whole runs and timed steps of each network in a pass
  double budget_s = 0;  ///< no new network after that; 0: no limit
  std::string keep;  ///< file of the timings, continued if it exists; empty: none
};
CalibrationPlan calibration_plan(bool quick);

/// Pins the calling thread to one processor. Answers of the timing program, as it would write them.
std::string time_here(const CalibrationPlan& plan);

/// Predictor with everything that its file says.
models::KernelPredictor predictor_of(const models::Answers& answers, const models::PredictorFit& fit,
                                     const std::string& date);

std::string today();

}  // namespace lastmile::scenarios
