// ShuffleNet v1 with 3 groups (Zhang et al. 2018, doi:10.1109/CVPR.2018.00716) and v2 (Ma et al. 2018,
// doi:10.1007/978-3-030-01264-9_8). v2's channels at the widths 0.5, 1, 1.5 and 2 are its paper's table 5.
#include "models/zoo/image_families.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr int groups = 3;

LayerId unit_v1(Graph& net, LayerId from, int channels, bool reduce, int first_groups) {
  const int out = reduce ? channels - channels_of(net, from) : channels;
  LayerId at = conv_then(net, from, conv(channels / 4, 1, 1, 0, first_groups));
  at = net.add(shuffle(groups), at);
  at = net.add(same_conv(channels / 4, 3, reduce ? 2 : 1, channels / 4), at);
  at = net.add(conv(out, 1, 1, 0, groups), at);
  at = reduce ? joined(net, LayerKind::concat, {net.add(avg_pool(3, 2, 1), from), at})
              : joined(net, LayerKind::add, {at, from});
  return net.add(plain(LayerKind::relu), at);
}

Graph shufflenet_v1(const ZooScale& scale) {
  Graph net("shufflenet_v1", picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(widened(24, scale.width, 4 * groups), 3, 2));
  at = net.add(max_pool(3, 2, 1), at);
  int channels = widened(240, scale.width, 4 * groups);
  int first_groups = 1;  // the stem has too few channels to group
  for (const int units : {4, 8, 4}) {
    for (int i = 0; i < deepened(units, scale.depth); ++i) {
      at = unit_v1(net, at, channels, i == 0, first_groups);
      first_groups = groups;
    }
    channels *= 2;
  }
  return classified(std::move(net), at);
}

LayerId branch(Graph& net, LayerId from, int channels, int stride) {
  const LayerId wide = conv_then(net, from, conv(channels, 1));
  const LayerId spatial = net.add(same_conv(channels, 3, stride, channels), wide);
  return conv_then(net, spatial, conv(channels, 1));
}

LayerId reduction_v2(Graph& net, LayerId from, int channels) {
  const int in = channels_of(net, from);
  const LayerId spatial = net.add(same_conv(in, 3, 2, in), from);
  const LayerId left = conv_then(net, spatial, conv(channels / 2, 1));
  const LayerId right = branch(net, from, channels / 2, 2);
  return net.add(shuffle(2), joined(net, LayerKind::concat, {left, right}));
}

LayerId unit_v2(Graph& net, LayerId from) {
  const int half = channels_of(net, from) / 2;
  const LayerId kept = net.add(slice(0, half), from);
  const LayerId changed = branch(net, net.add(slice(half, half), from), half, 1);
  return net.add(shuffle(2), joined(net, LayerKind::concat, {kept, changed}));
}

struct Widths {
  double width;
  int first, last;  // channels of the first stage, doubled in each; of the last convolution
};

Widths widths_v2(double width) {
  for (const Widths& row :
       {Widths{0.5, 48, 1024}, Widths{1, 116, 1024}, Widths{1.5, 176, 1024}, Widths{2, 244, 2048}})
    if (row.width == width) return row;
  throw ConfigError("network 'shufflenet_v2': width must be 0.5, 1, 1.5 or 2, the widths of its paper");
}

Graph shufflenet_v2(const ZooScale& scale) {
  const Widths widths = widths_v2(scale.width);
  Graph net("shufflenet_v2", picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(24, 3, 2));
  at = net.add(max_pool(3, 2, 1), at);
  int channels = widths.first;
  for (const int units : {4, 8, 4}) {
    at = reduction_v2(net, at, channels);
    for (int i = 1; i < deepened(units, scale.depth); ++i) at = unit_v2(net, at);
    channels *= 2;
  }
  at = conv_then(net, at, conv(widths.last, 1));
  return classified(std::move(net), at);
}

}  // namespace

std::vector<ZooEntry> shufflenet_entries() {
  const std::vector<std::string> scales = {"width", "depth", "resolution"};
  return {{"shufflenet_v1", "ShuffleNet 1x, 3 groups, 3x224x224 (Zhang et al. 2018)", &shufflenet_v1, scales},
          {"shufflenet_v2", "ShuffleNetV2 1x, 3x224x224 (Ma et al. 2018)", &shufflenet_v2, scales}};
}

}  // namespace lastmile::models
