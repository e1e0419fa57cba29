// DenseNet-121 (Huang et al. 2017, doi:10.1109/CVPR.2017.243; bottlenecks, transitions that halve the
// channels). Normalisation that stands before a convolution cannot be folded into the one before it, which
// others read too: it is a layer of its own.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

LayerId dense_layer(Graph& net, LayerId from, int growth) {
  const LayerId narrow = conv_then(net, normalised(net, from), conv(4 * growth, 1));
  const LayerId fresh = net.add(conv(growth, 3, 1, 1, 1, false), narrow);
  return joined(net, LayerKind::concat, {from, fresh});
}

LayerId transition(Graph& net, LayerId from) {
  const LayerId half = net.add(conv(channels_of(net, from) / 2, 1, 1, 0, 1, false), normalised(net, from));
  return net.add(avg_pool(2, 2), half);
}

Graph densenet121(const ZooScale& scale) {
  const int growth = widened(32, scale.width);
  Graph net("densenet121", picture(scale, 224));
  LayerId at = conv_then(net, 0, conv(2 * growth, 7, 2, 3));
  at = net.add(max_pool(3, 2, 1), at);
  for (const int layers : {6, 12, 24, 16}) {
    if (layers != 6) at = transition(net, at);
    for (int i = 0; i < deepened(layers, scale.depth); ++i) at = dense_layer(net, at, growth);
  }
  return classified(std::move(net), normalised(net, at));
}

}  // namespace

std::vector<ZooEntry> densenet_entries() {
  return {{"densenet121",
           "DenseNet-121, growth 32, 3x224x224 (Huang et al. 2017)",
           &densenet121,
           {"width", "depth", "resolution"}}};
}

}  // namespace lastmile::models
