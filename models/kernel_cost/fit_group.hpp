// One method fitted to the steps of one group.
#pragma once

#include <vector>

#include "models/kernel_cost/kernel_predictor.hpp"

namespace lastmile::models {

struct GroupRow {
  StepFacts facts;
  double seconds = 0;
  std::size_t network = 0;
};

/// REQUIRES at least one row.
GroupPredictor fit_group(const std::vector<GroupRow>& rows, PredictionMethod method);

}  // namespace lastmile::models
