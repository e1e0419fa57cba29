// LeNet-5 (LeCun et al. 1998, doi:10.1109/5.726791; Caffe's variant) and AlexNet (Krizhevsky et al. 2012,
// doi:10.1145/3065386; Caffe's single tower with two groups).
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

LayerId dense_relu_dropout(Graph& net, LayerId from, int width) {
  return net.add(plain(LayerKind::dropout), conv_then(net, from, dense(width)));
}

}  // namespace

Graph lenet(const ZooScale&) {
  Graph net("lenet", {1, 28, 28});
  net.add(conv(20, 5));
  net.add(max_pool(2, 2));
  net.add(conv(50, 5));
  net.add(max_pool(2, 2));
  net.add(plain(LayerKind::flatten));
  const LayerId hidden = conv_then(net, last_of(net), dense(500));
  return answered(std::move(net), hidden, 10);
}

Graph alexnet(const ZooScale& scale) {
  const auto wide = [&scale](int channels) { return widened(channels, scale.width); };
  Graph net("alexnet", picture(scale, 227));
  LayerId at = conv_then(net, 0, conv(wide(96), 11, 4));
  at = net.add(plain(LayerKind::lrn), at);
  at = conv_then(net, net.add(max_pool(3, 2), at), conv(wide(256), 5, 1, 2, 2));
  at = net.add(plain(LayerKind::lrn), at);
  at = conv_then(net, net.add(max_pool(3, 2), at), conv(wide(384), 3, 1, 1));
  at = conv_then(net, at, conv(wide(384), 3, 1, 1, 2));
  at = conv_then(net, at, conv(wide(256), 3, 1, 1, 2));
  net.add(max_pool(3, 2), at);
  at = dense_relu_dropout(net, net.add(plain(LayerKind::flatten)), wide(4096));
  at = dense_relu_dropout(net, at, wide(4096));
  return answered(std::move(net), at);
}

std::vector<ZooEntry> classic_entries() {
  return {{"alexnet",
           "AlexNet, one tower, grouped as in Caffe, 3x227x227 (Krizhevsky et al. 2012)",
           &alexnet,
           {"width", "resolution"}},
          {"lenet", "LeNet-5 as in Caffe, 1x28x28 (LeCun et al. 1998)", &lenet}};
}

}  // namespace lastmile::models
