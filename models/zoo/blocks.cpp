#include "models/zoo/blocks.hpp"

#include <algorithm>
#include <cmath>

namespace lastmile::models {

Shape picture(const ZooScale& scale, int own_side) {
  const int side = scale.resolution > 0 ? scale.resolution : own_side;
  return {3, side, side};
}

int multiple_of(int divisor, double channels) {
  const int nearest = std::max(divisor, static_cast<int>(channels + divisor / 2.0) / divisor * divisor);
  return nearest < 0.9 * channels ? nearest + divisor : nearest;
}

int widened(int channels, double width, int divisor) {
  return width == 1 ? channels : multiple_of(divisor, channels * width);
}

int deepened(int blocks, double depth) { return static_cast<int>(std::ceil(blocks * depth)); }

int channels_of(const Graph& net, LayerId id) { return static_cast<int>(net.layer(id).out.channels); }

LayerId last_of(const Graph& net) { return net.size() - 1; }

LayerSpec same_conv(int out_channels, int kernel, int stride, int groups) {
  return conv(out_channels, kernel, stride, kernel / 2, groups);
}

LayerId conv_then(Graph& net, LayerId from, const LayerSpec& spec, LayerKind activation) {
  return net.add(plain(activation), net.add(spec, from));
}

LayerId depthwise_then(Graph& net, LayerId from, int kernel, int stride, LayerKind activation) {
  const int channels = channels_of(net, from);
  return conv_then(net, from, same_conv(channels, kernel, stride, channels), activation);
}

LayerId normalised(Graph& net, LayerId from) {
  return net.add(plain(LayerKind::relu), net.add(plain(LayerKind::batch_norm), from));
}

LayerId joined(Graph& net, LayerKind kind, const std::vector<LayerId>& inputs) {
  return net.add(plain(kind), inputs);
}

LayerId squeeze_excite(Graph& net, LayerId from, const SqueezeExcite& spec) {
  if (spec.channels == 0) return from;
  const LayerId means = net.add(plain(LayerKind::global_avg_pool), from);
  const LayerId squeezed = conv_then(net, means, conv(spec.channels, 1), spec.activation);
  const LayerId gates = conv_then(net, squeezed, conv(channels_of(net, from), 1), spec.gate);
  return joined(net, LayerKind::multiply, {from, gates});
}

LayerId inverted_residual(Graph& net, LayerId from, const InvertedResidual& block) {
  LayerId at = from;
  if (block.wide != channels_of(net, from)) at = conv_then(net, at, conv(block.wide, 1), block.activation);
  at = depthwise_then(net, at, block.kernel, block.stride, block.activation);
  at = squeeze_excite(net, at, block.excite);
  at = net.add(conv(block.out_channels, 1), at);
  if (block.stride != 1 || block.out_channels != channels_of(net, from)) return at;
  return joined(net, LayerKind::add, {at, from});
}

Graph classified(Graph&& net, LayerId from, int classes) {
  net.add(plain(LayerKind::global_avg_pool), from);
  net.add(plain(LayerKind::flatten));
  return answered(std::move(net), last_of(net), classes);
}

Graph answered(Graph&& net, LayerId from, int classes) {
  net.add(dense(classes), from);
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.validate();
  return net;
}

}  // namespace lastmile::models
