// Times random networks on this machine and fits kernel predictors to them: what `calibrate device` and the
// check of compute share.
#pragma once

#include <string>
#include <vector>

#include "models/kernel_cost/answers.hpp"

namespace lastmile::scenarios {

struct TimingPlan {
  std::vector<kernels::Program> programs;
  int passes = 4;       ///< over all networks: what changes with time meets all of them alike
  int repeats = 6;      ///< whole runs and timed steps of each network in a pass
  double budget_s = 0;  ///< no new network after that; 0: no limit
  std::string keep;     ///< file of the timings, continued if it exists; empty: none
};
/// The networks that calibrations are made of.
TimingPlan calibration_plan(bool quick);

/// Answers of the timing program, as it would write them; timed on one processor, by a thread of its own.
std::string time_here(const TimingPlan& plan, const std::string& label = "calibrate");

/// Answers to commands of lastmile-kernels, one a line; ConfigError for a command that is refused.
std::vector<std::string> answer_here(const std::vector<std::string>& commands, const std::string& label);

/// Predictor with everything that its file says.
models::KernelPredictor predictor_of(const models::Answers& answers, const models::PredictorFit& fit,
                                     const std::string& date);

std::string today();

}  // namespace lastmile::scenarios
