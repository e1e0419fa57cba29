// A batch norm behind a convolution or dense layer as part of its weights.
//
// Formulae   w' = w g / sqrt(v + e);  b' = (b - m) g / sqrt(v + e) + h
// Symbols    m mean, v variance, g scale, h shift of an output channel; e keeps the root from 0; no units
// Source     Ioffe, Szegedy 2015 (arXiv:1502.03167); the folding is algebra
// Validity   inference: mean and variance are constants
// Tests      tests/unit/kernels/fold_batch_norm_test.cpp
#pragma once

#include <vector>

namespace lastmile::kernels {

struct BatchNorm {
  std::vector<float> mean, variance, scale, shift;  ///< of each output channel
  float epsilon = 1e-5F;
};

/// Changes weights [out][terms] and bias [out] (empty: zeros, and it is made) in place.
/// std::invalid_argument if the sizes do not fit.
void fold_batch_norm(const BatchNorm& norm, std::vector<float>& weights, std::vector<float>& bias);

}  // namespace lastmile::kernels
