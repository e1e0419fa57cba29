// The coefficients of compute model `regression` from a calibration: sums over whole networks.
//
// Formula    t = sum over calls of (c[type] m + a o + s); c at least 2 / (peak FLOP/s)
// Symbols    see models/cost/regression.cpp; a fused call counts as one layer
// Tests      tests/unit/models/layer_regression_test.cpp
#pragma once

#include <vector>

#include "models/device.hpp"
#include "models/kernel_cost/fit_predictor.hpp"

namespace lastmile::models {

CostClass call_class(const kernels::KernelCall& call);

struct LayerRegression {
  Coefficients coefficients;  ///< without framework, date and origin
  Residual residual;
};
LayerRegression fit_layers(const std::vector<Observation>& observations, double peak_flops_per_s);

/// What the coefficients say of a network, in seconds.
double layer_seconds(const LayerRegression& regression, const kernels::Program& program);

}  // namespace lastmile::models
