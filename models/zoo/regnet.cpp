// RegNetY, 400 MF to 3.2 GF (Radosavovic et al. 2020, doi:10.1109/CVPR42600.2020.01044): bottlenecks that
// neither widen nor narrow, with groups of fixed width and squeeze-excite to a quarter of the block's input.
#include <cmath>

#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

struct Stage {
  int channels, blocks;
};

LayerId block(Graph& net, LayerId from, int channels, int group_width, int stride) {
  const int in = channels_of(net, from);
  LayerId at = conv_then(net, from, conv(channels, 1));
  at = conv_then(net, at, same_conv(channels, 3, stride, channels / group_width));
  at =
      squeeze_excite(net, at, {static_cast<int>(std::lrint(in * 0.25)), LayerKind::relu, LayerKind::sigmoid});
  at = net.add(conv(channels, 1), at);
  const bool same = stride == 1 && in == channels;
  const LayerId identity = same ? from : net.add(conv(channels, 1, stride), from);
  return net.add(plain(LayerKind::relu), joined(net, LayerKind::add, {at, identity}));
}

Graph regnety(const char* name, int group_width, const std::vector<Stage>& stages, const ZooScale& scale) {
  Graph net(name, picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(32, 3, 2));
  for (const Stage& row : stages) {
    for (int i = 0; i < deepened(row.blocks, scale.depth); ++i)
      at = block(net, at, widened(row.channels, scale.width, group_width), group_width, i == 0 ? 2 : 1);
  }
  return classified(std::move(net), at);
}

}  // namespace

std::vector<ZooEntry> regnet_entries() {
  const std::vector<std::string> scales = {"width", "depth", "resolution"};
  const auto describe = [](const std::string& size) {
    return "RegNetY-" + size + ", 3x224x224 (Radosavovic et al. 2020)";
  };
  return {
      {"regnety_400mf", describe("400MF"),
       [](const ZooScale& s) {
         return regnety("regnety_400mf", 8, {{48, 1}, {104, 3}, {208, 6}, {440, 6}}, s);
       },
       scales},
      {"regnety_800mf", describe("800MF"),
       [](const ZooScale& s) {
         return regnety("regnety_800mf", 16, {{64, 1}, {144, 3}, {320, 8}, {784, 2}}, s);
       },
       scales},
      {"regnety_1600mf", describe("1.6GF"),
       [](const ZooScale& s) {
         return regnety("regnety_1600mf", 24, {{48, 2}, {120, 6}, {336, 17}, {888, 2}}, s);
       },
       scales},
      {"regnety_3200mf", describe("3.2GF"),
       [](const ZooScale& s) {
         return regnety("regnety_3200mf", 24, {{72, 2}, {216, 5}, {576, 13}, {1512, 1}}, s);
       },
       scales},
  };
}

}  // namespace lastmile::models
