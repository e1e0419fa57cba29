// ResNet (He et al. 2016, doi:10.1109/CVPR.2016.90) of two-layer blocks (18, 34) and of bottlenecks (50,
// 101). The bottlenecks are version 1: the stride of a stage sits in its first 1x1 convolution (version 1.5
// moves it to the 3x3; ResNet-50 then costs 4.1 GMAC). Shortcuts are identities where the shapes agree, else
// 1x1 convolutions.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

using Block = LayerId (*)(Graph& net, LayerId from, int channels, int stride);

LayerId shortcut(Graph& net, LayerId from, int channels, int stride) {
  const bool same = stride == 1 && channels_of(net, from) == channels;
  return same ? from : net.add(conv(channels, 1, stride), from);
}

LayerId added(Graph& net, LayerId branch, LayerId identity) {
  return net.add(plain(LayerKind::relu), joined(net, LayerKind::add, {branch, identity}));
}

LayerId basic_block(Graph& net, LayerId from, int channels, int stride) {
  const LayerId first = conv_then(net, from, same_conv(channels, 3, stride));
  const LayerId branch = net.add(same_conv(channels, 3), first);
  return added(net, branch, shortcut(net, from, channels, stride));
}

LayerId bottleneck(Graph& net, LayerId from, int channels, int stride) {
  const LayerId narrow = conv_then(net, from, conv(channels, 1, stride));
  const LayerId middle = conv_then(net, narrow, same_conv(channels, 3));
  const LayerId branch = net.add(conv(4 * channels, 1), middle);
  return added(net, branch, shortcut(net, from, 4 * channels, stride));
}

Graph resnet(const char* name, Block block, const std::vector<int>& blocks, const ZooScale& scale) {
  Graph net(name, picture(scale, 224));
  LayerId at = conv_then(net, 0, conv(widened(64, scale.width), 7, 2, 3));
  at = net.add(max_pool(3, 2, 1), at);
  for (std::size_t stage = 0; stage < blocks.size(); ++stage) {
    const int channels = widened(64 << stage, scale.width);
    for (int i = 0; i < deepened(blocks[stage], scale.depth); ++i)
      at = block(net, at, channels, i == 0 && stage > 0 ? 2 : 1);
  }
  return classified(std::move(net), at);
}

}  // namespace

std::vector<ZooEntry> resnet_entries() {
  const std::vector<std::string> scales = {"width", "depth", "resolution"};
  return {
      {"resnet18", "ResNet-18, identity shortcut in the first stage, 3x224x224 (He et al. 2016)",
       [](const ZooScale& scale) {
         return resnet("resnet18", &basic_block, {2, 2, 2, 2}, scale);
       },
       scales},
      {"resnet34", "ResNet-34, identity shortcut in the first stage, 3x224x224 (He et al. 2016)",
       [](const ZooScale& scale) {
         return resnet("resnet34", &basic_block, {3, 4, 6, 3}, scale);
       },
       scales},
      {"resnet50", "ResNet-50 v1, stride in the first 1x1, 3x224x224 (He et al. 2016)",
       [](const ZooScale& scale) {
         return resnet("resnet50", &bottleneck, {3, 4, 6, 3}, scale);
       },
       scales},
      {"resnet101", "ResNet-101 v1, stride in the first 1x1, 3x224x224 (He et al. 2016)",
       [](const ZooScale& scale) {
         return resnet("resnet101", &bottleneck, {3, 4, 23, 3}, scale);
       },
       scales},
  };
}

}  // namespace lastmile::models
