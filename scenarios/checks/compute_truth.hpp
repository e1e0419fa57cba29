// The two sides of the checks of compute against truth: networks as this machine ran them, and as the
// predictor that was fitted to others says.
#pragma once

#include <string>
#include <vector>

#include "models/kernel_cost/fit_predictor.hpp"
#include "models/kernel_cost/layer_regression.hpp"

namespace lastmile::scenarios {

struct ComputeTruth {
  models::PredictorFit fit;           ///< to the training networks
  models::LayerRegression layers;     ///< to the same
  models::KernelPredictor predictor;
  double peak_before = 0, peak_after = 0;            ///< FLOP/s of one thread
  std::vector<models::Observation> held_out;         ///< random networks, then the zoo
  std::vector<models::Observation> again;            ///< the same networks in a second session
  std::size_t random = 0;                            ///< so many of them are random
};

/// Calibrates, then times the held-out networks in two sessions of at least 20 runs. The result is kept: the
/// rows of one check share it.
const ComputeTruth& compute_truth(bool quick);

}  // namespace lastmile::scenarios
