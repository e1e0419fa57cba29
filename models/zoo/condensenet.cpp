// CondenseNet-74 for ImageNet, converted for inference (Huang et al. 2018, doi:10.1109/CVPR.2018.00291):
// dense blocks of growing rate whose 1x1 convolutions learned their groups; the classifier reads the better
// half of the features.
// Ignores    the choice of input channels before each 1x1 convolution (as many come out as go in) and of the
//            half
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

LayerId dense_layer(Graph& net, LayerId from, int growth, int groups) {
  const LayerId narrow = conv_then(net, normalised(net, from), conv(4 * growth, 1, 1, 0, groups));
  const LayerId shuffled = net.add(shuffle(groups), narrow);
  const LayerId fresh = net.add(conv(growth, 3, 1, 1, groups, false), shuffled);
  return joined(net, LayerKind::concat, {from, fresh});
}

Graph condensenet(const char* name, int groups, const ZooScale& scale) {
  Graph net(name, picture(scale, 224));
  int growth = widened(8, scale.width, groups);
  LayerId at = net.add(conv(2 * growth, 3, 2, 1, 1, false));
  for (const int layers : {4, 6, 8, 10, 8}) {
    if (layers != 4) at = net.add(avg_pool(2, 2), at);
    for (int i = 0; i < deepened(layers, scale.depth); ++i) at = dense_layer(net, at, growth, groups);
    growth *= 2;
  }
  net.add(plain(LayerKind::global_avg_pool), normalised(net, at));
  at = net.add(slice(0, channels_of(net, at) / 2));
  return answered(std::move(net), net.add(plain(LayerKind::flatten), at));
}

}  // namespace

std::vector<ZooEntry> condensenet_entries() {
  const std::vector<std::string> scales = {"width", "depth", "resolution"};
  return {{"condensenet_4", "CondenseNet-74, 4 groups, condensed to a quarter, 3x224x224 (Huang et al. 2018)",
           [](const ZooScale& scale) { return condensenet("condensenet_4", 4, scale); }, scales},
          {"condensenet_8", "CondenseNet-74, 8 groups, condensed to an eighth, 3x224x224 (Huang et al. 2018)",
           [](const ZooScale& scale) { return condensenet("condensenet_8", 8, scale); }, scales}};
}

}  // namespace lastmile::models
