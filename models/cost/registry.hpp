// The cost models that exist; each lives in a file of its own.
#pragma once

#include "models/cost.hpp"

namespace lastmile::models {

const CostModel& roofline_model();
const CostModel& regression_model();
const CostModel& kernel_model();
const CostModel& table_model();
const CostModel& algorithm_model();

}  // namespace lastmile::models
