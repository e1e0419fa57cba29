// Several nodes that other frameworks write for one operation, put together again.
//
// Forms      swish         x Sigmoid(x)
//            hard_swish    x HardSigmoid(x);  x Clip(x + 3, 0, 6) / 6
//            gelu          x (1 + Erf(x / sqrt 2)) / 2, in any order of the factors
//            layer_norm    (x - mean) / sqrt(mean((x - mean)^2) + epsilon), then scale and shift
//            bias          MatMul(x, weights) + constant
// Source     the definitions of the operations; gelu: arXiv:1606.08415
// Tests      tests/unit/models/onnx_patterns_test.cpp
#pragma once

#include "models/onnx/model.hpp"

namespace lastmile::models::onnx {

/// Nodes that end a pattern become the operation; nodes that nothing needs any more are removed.
void fold_patterns(Model& model);

}  // namespace lastmile::models::onnx
