// Depthwise separable convolution: each channel alone, then all together.
#pragma once

#include "models/zoo/blocks.hpp"

namespace lastmile::models {

/// Depthwise 3x3 and 1x1, each with an activation.
inline LayerId separable(Graph& net, LayerId from, int channels, int stride = 1,
                         LayerKind activation = LayerKind::relu) {
  const LayerId spatial = depthwise_then(net, from, 3, stride, activation);
  return conv_then(net, spatial, conv(channels, 1), activation);
}

}  // namespace lastmile::models
