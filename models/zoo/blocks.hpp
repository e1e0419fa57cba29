// Pieces that several networks of the zoo are built of. All add layers and return the last one.
#pragma once

#include "models/graph.hpp"
#include "models/zoo/zoo.hpp"

namespace lastmile::models {

/// Three channels, square: the scale's resolution or, without one, the network's own.
Shape picture(const ZooScale& scale, int own_side);
/// The nearest multiple of the divisor, the next one if that is less than 90 % of what was asked for: the
/// rule of MobileNetV2's authors.
int multiple_of(int divisor, double channels);
/// Channels times width, as such a multiple; unchanged at width 1.
int widened(int channels, double width, int divisor = 8);
int deepened(int blocks, double depth);  ///< rounded up

int channels_of(const Graph& net, LayerId id);
LayerId last_of(const Graph& net);

/// Odd kernel, padded so that stride 1 keeps the size.
LayerSpec same_conv(int out_channels, int kernel, int stride = 1, int groups = 1);
LayerId conv_then(Graph& net, LayerId from, const LayerSpec& spec, LayerKind activation = LayerKind::relu);
LayerId depthwise_then(Graph& net, LayerId from, int kernel, int stride, LayerKind activation);
LayerId normalised(Graph& net, LayerId from);  ///< batch_norm that cannot be folded, relu
LayerId joined(Graph& net, LayerKind kind, const std::vector<LayerId>& inputs);  ///< add, concat, multiply

/// Scales each channel by what two 1x1 convolutions make of the channels' means (Hu et al. 2018,
/// arXiv:1709.01507).
struct SqueezeExcite {
  int channels = 0;  ///< between the two; 0: none at all
  LayerKind activation = LayerKind::relu;
  LayerKind gate = LayerKind::sigmoid;
};
LayerId squeeze_excite(Graph& net, LayerId from, const SqueezeExcite& spec);

/// Widening 1x1 (unless the map is already so wide), depthwise, squeeze-excite, 1x1 without activation; added
/// to the input where the shapes agree (Sandler et al. 2018, doi:10.1109/CVPR.2018.00474).
struct InvertedResidual {
  int wide = 0;
  int out_channels = 0;
  int kernel = 3;
  int stride = 1;
  LayerKind activation = LayerKind::relu6;
  SqueezeExcite excite = {};
};
LayerId inverted_residual(Graph& net, LayerId from, const InvertedResidual& block);

/// Global average, dense, softmax; the network's only exit.
Graph classified(Graph&& net, LayerId from, int classes = 1000);
/// The same behind a vector: dense, softmax.
Graph answered(Graph&& net, LayerId from, int classes = 1000);

}  // namespace lastmile::models
