// What one layer has learned.
//
// Layout     kernels [out][in / groups][row][column] (dense: [out][in]), then biases, one an output channel.
//            Of batch_norm and layer_norm: kernel is the scale, bias the shift. Of recurrent layers: input
//            weights, then recurrent ones, [gate][cell][in] each; the gates in the file's order (ONNX:
//            lstm i o f c, gru z r h); bias is the sum of both of a gate. Tied layers have no kernel.
#pragma once

#include <vector>

namespace lastmile::models {

struct LayerWeights {
  std::vector<float> kernel;
  std::vector<float> bias;
  std::vector<float> mean, variance;  ///< batch_norm: running statistics
  double epsilon = 0;                 ///< batch_norm, layer_norm; 0: 1e-5
};

}  // namespace lastmile::models
