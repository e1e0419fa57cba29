// Networks with early exits of BranchyNet (Teerapittayanon et al. 2016, doi:10.1109/ICPR.2016.7900006), as in
// the authors' code (github.com/kunglab/branchynet, networks/): pools round up, as in Chainer.
#include "models/zoo/small_families.hpp"

namespace lastmile::models {
namespace {

LayerId halved(Graph& net, LayerId from, int kernel) { return net.add(max_pool(kernel, 2, 0, true), from); }

LayerId relu(Graph& net, LayerId from) { return net.add(plain(LayerKind::relu), from); }

void leave(Graph& net, LayerId from) {
  net.add(plain(LayerKind::flatten), from);
  net.add(dense(10));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
}

Graph b_lenet(const ZooScale&) {
  Graph net("b_lenet", {1, 28, 28});
  const LayerId fork = net.add(conv(5, 5, 1, 3));
  const LayerId branch = net.add(same_conv(10, 3), relu(net, halved(net, fork, 2)));
  leave(net, relu(net, halved(net, branch, 2)));
  LayerId at = relu(net, halved(net, fork, 2));
  for (const int channels : {10, 20}) at = relu(net, halved(net, net.add(conv(channels, 5, 1, 3), at), 2));
  net.add(plain(LayerKind::flatten), at);
  leave(net, net.add(dense(84)));
  net.validate();
  return net;
}

LayerId pooled_and_normed(Graph& net, LayerId from) {
  return net.add(plain(LayerKind::lrn), halved(net, relu(net, from), 3));
}

// The branch behind a convolution: so many convolutions, a pool, the answer.
void alexnet_branch(Graph& net, LayerId fork, int convolutions) {
  LayerId at = pooled_and_normed(net, fork);
  for (int i = 0; i < convolutions; ++i) at = conv_then(net, at, same_conv(32, 3));
  leave(net, halved(net, at, 3));
}

Graph b_alexnet(const ZooScale&) {
  Graph net("b_alexnet", {3, 32, 32});
  const LayerId second = net.add(same_conv(64, 5), pooled_and_normed(net, net.add(same_conv(32, 5))));
  alexnet_branch(net, second, 2);
  const LayerId third = net.add(same_conv(96, 3), pooled_and_normed(net, second));
  alexnet_branch(net, third, 1);
  LayerId at = conv_then(net, relu(net, third), same_conv(96, 3));
  at = halved(net, conv_then(net, at, same_conv(64, 3)), 3);
  at = net.add(plain(LayerKind::flatten), at);
  for (const int features : {256, 128})
    at = net.add(plain(LayerKind::dropout), conv_then(net, at, dense(features)));
  leave(net, at);
  net.validate();
  return net;
}

// Where the channels double, the shortcut takes every second place and zeros for the new channels; here a
// copy stands for the zeros.
LayerId residual(Graph& net, LayerId from, int channels, int stride) {
  const LayerId first = conv_then(net, from, same_conv(channels, 3, stride));
  const LayerId second = net.add(same_conv(channels, 3), first);
  LayerId shortcut = from;
  if (stride != 1) {
    shortcut = net.add(avg_pool(1, stride), shortcut);
    shortcut = joined(net, LayerKind::concat, {shortcut, shortcut});
  }
  return relu(net, joined(net, LayerKind::add, {second, shortcut}));
}

LayerId residuals(Graph& net, LayerId at, int channels, int stride) {
  for (int i = 0; i < 18; ++i) at = residual(net, at, channels, i == 0 ? stride : 1);
  return at;
}

Graph b_resnet110(const ZooScale&) {
  Graph net("b_resnet110", {3, 32, 32});
  LayerId at = residual(net, conv_then(net, 0, conv(16, 3)), 16, 1);
  LayerId branch = net.add(plain(LayerKind::lrn), relu(net, at));
  for (int i = 0; i < 2; ++i) branch = conv_then(net, branch, same_conv(32, 3));
  net.add(plain(LayerKind::flatten), halved(net, branch, 3));
  leave(net, net.add(dense(3600)));
  at = residuals(net, at, 16, 1);
  leave(net, residual(net, at, 16, 1));
  at = residuals(net, at, 32, 2);
  at = residuals(net, at, 64, 2);
  leave(net, net.add(avg_pool(6, 1), at));
  net.validate();
  return net;
}

}  // namespace

std::vector<ZooEntry> branchy_entries() {
  return {
      {"b_alexnet", "B-AlexNet, three exits, 3x32x32 (Teerapittayanon et al. 2016)", &b_alexnet},
      {"b_lenet", "B-LeNet, two exits, 1x28x28 (Teerapittayanon et al. 2016)", &b_lenet},
      {"b_resnet110", "B-ResNet-110, three exits, 3x32x32 (Teerapittayanon et al. 2016)", &b_resnet110},
  };
}

}  // namespace lastmile::models
