// What one layer has learned.
//
// Layout     kernels [out][in / groups][row][column] (dense: [out][in]), then biases, one an output channel.
//            Of batch_norm and layer_norm: kernel is the scale, bias the shift. Of prelu: kernel holds the
//            slopes. Of recurrent layers: input weights, then recurrent ones, [gate][cell][in] each; gates of
//            lstm i f g o, cifg_lstm f g o, gru r z n; bias is the sum of both of a gate, gru's reset_bias behind
//            them. Tied layers have no kernel.
#pragma once

#include <vector>

namespace lastmile::models {

struct LayerWeights {
  std::vector<float> kernel;
  std::vector<float> bias;
  std::vector<float> mean, variance;  ///< batch_norm: running statistics
};

}  // namespace lastmile::models
