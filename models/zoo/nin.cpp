// Network in Network for ImageNet (Lin et al. 2014, arXiv:1312.4400; the authors' Caffe model of four
// stages): each convolution is followed by two 1x1 ones. Pools round up, as in Caffe.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

LayerId stage(Graph& net, LayerId from, const LayerSpec& first, int last_channels) {
  LayerId at = conv_then(net, from, first);
  at = conv_then(net, at, conv(first.out_channels, 1));
  return conv_then(net, at, conv(last_channels, 1));
}

Graph nin(const ZooScale& scale) {
  const auto wide = [&scale](int channels) { return widened(channels, scale.width); };
  Graph net("nin", picture(scale, 224));
  LayerId at = stage(net, 0, conv(wide(96), 11, 4), wide(96));
  at = stage(net, net.add(max_pool(3, 2, 0, true), at), same_conv(wide(256), 5), wide(256));
  at = stage(net, net.add(max_pool(3, 2, 0, true), at), same_conv(wide(384), 3), wide(384));
  at = net.add(plain(LayerKind::dropout), net.add(max_pool(3, 2, 0, true), at));
  at = stage(net, at, same_conv(wide(1024), 3), 1000);
  net.add(plain(LayerKind::global_avg_pool), at);
  net.add(plain(LayerKind::flatten));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.validate();
  return net;
}

}  // namespace

std::vector<ZooEntry> nin_entries() {
  return {{"nin",
           "Network in Network, 3x224x224, the authors' Caffe model (Lin et al. 2014)",
           &nin,
           {"width", "resolution"}}};
}

}  // namespace lastmile::models
