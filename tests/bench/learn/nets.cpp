#include "tests/bench/learn/nets.hpp"

namespace lastmile::bench {

using models::Graph;
using models::LayerId;
using models::LayerKind;
using models::plain;

namespace {

Graph classify(Graph net) {
  net.add(models::dense(10));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  return net;
}

void dense_relu(Graph& net, int width) {
  net.add(models::dense(width));
  net.add(plain(LayerKind::relu));
}

void conv_relu_pool(Graph& net, const models::LayerSpec& conv) {
  net.add(conv);
  net.add(plain(LayerKind::relu));
  net.add(models::max_pool(2, 2));
}

LayerId conv_norm(Graph& net, int channels, int kernel, int stride, LayerId from) {
  net.add(models::conv(channels, kernel, stride, kernel / 2, 1, false), from);
  return net.add(plain(LayerKind::batch_norm));
}

LayerId conv_norm_relu(Graph& net, int channels, int kernel, int stride, LayerId from) {
  return net.add(plain(LayerKind::relu), conv_norm(net, channels, kernel, stride, from));
}

/// Two 3x3 convolutions beside a shortcut, which is a 1x1 convolution where the shape changes.
LayerId block(Graph& net, int channels, int stride, LayerId from) {
  const LayerId first = conv_norm_relu(net, channels, 3, stride, from);
  const LayerId second = conv_norm(net, channels, 3, 1, first);
  const LayerId shortcut = stride == 1 ? from : conv_norm(net, channels, 1, stride, from);
  return net.add(plain(LayerKind::relu),
                 net.add(plain(LayerKind::add), std::vector<LayerId>{second, shortcut}));
}

}  // namespace

Graph logistic() {
  Graph net("logistic", {1, 28, 28});
  net.add(plain(LayerKind::flatten));
  return classify(std::move(net));
}

Graph mlp() {
  Graph net("mlp", {1, 28, 28});
  net.add(plain(LayerKind::flatten));
  dense_relu(net, 200);
  return classify(std::move(net));
}

Graph lenet5() {
  Graph net("lenet5", {1, 28, 28});
  conv_relu_pool(net, models::conv(6, 5, 1, 2));
  conv_relu_pool(net, models::conv(16, 5));
  net.add(plain(LayerKind::flatten));
  dense_relu(net, 120);
  dense_relu(net, 84);
  return classify(std::move(net));
}

Graph resnet8() {
  Graph net("resnet8", {3, 32, 32});
  LayerId at = conv_norm_relu(net, 16, 3, 1, 0);
  at = block(net, 16, 1, at);
  at = block(net, 32, 2, at);
  block(net, 64, 2, at);
  net.add(plain(LayerKind::global_avg_pool));
  net.add(plain(LayerKind::flatten));
  return classify(std::move(net));
}

}  // namespace lastmile::bench
