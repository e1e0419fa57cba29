// SqueezeNet 1.0 (Iandola et al. 2016, arXiv:1602.07360) and the authors' 1.1, which pools earlier. Pools
// round up, as in Caffe.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

LayerId fire(Graph& net, LayerId from, int squeezed, double width) {
  const int expanded = widened(4 * squeezed, width);
  const LayerId narrow = conv_then(net, from, conv(widened(squeezed, width), 1));
  const LayerId one = conv_then(net, narrow, conv(expanded, 1));
  return joined(net, LayerKind::concat, {one, conv_then(net, narrow, same_conv(expanded, 3))});
}

// Fire modules in stages with a pool before each.
Graph squeezenet(const char* name, const LayerSpec& first, const std::vector<std::vector<int>>& stages,
                 const ZooScale& scale) {
  Graph net(name, picture(scale, 224));
  LayerId at = conv_then(net, 0, first);
  for (const std::vector<int>& stage : stages) {
    at = net.add(max_pool(3, 2, 0, true), at);
    for (const int squeezed : stage) at = fire(net, at, squeezed, scale.width);
  }
  conv_then(net, net.add(plain(LayerKind::dropout), at), conv(1000, 1));
  net.add(plain(LayerKind::global_avg_pool));
  net.add(plain(LayerKind::flatten));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.validate();
  return net;
}

Graph version_1_0(const ZooScale& scale) {
  return squeezenet("squeezenet_1_0", conv(widened(96, scale.width), 7, 2),
                    {{16, 16, 32}, {32, 48, 48, 64}, {64}}, scale);
}

Graph version_1_1(const ZooScale& scale) {
  return squeezenet("squeezenet_1_1", conv(widened(64, scale.width), 3, 2),
                    {{16, 16}, {32, 32}, {48, 48, 64, 64}}, scale);
}

}  // namespace

std::vector<ZooEntry> squeezenet_entries() {
  const std::vector<std::string> scales = {"width", "resolution"};
  return {{"squeezenet_1_0", "SqueezeNet 1.0, 3x224x224 (Iandola et al. 2016)", &version_1_0, scales},
          {"squeezenet_1_1", "SqueezeNet 1.1, 3x224x224 (Iandola et al. 2016, the authors' code)",
           &version_1_1, scales}};
}

}  // namespace lastmile::models
