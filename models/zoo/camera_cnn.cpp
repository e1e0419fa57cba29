// The cameras' network: small enough to train on a board, with an early exit after two
// convolutions. Ours; about 23 thousand parameters and 1.9 MMAC.
#include "models/zoo/zoo.hpp"

namespace lastmile::models {
namespace {

void conv_block(Graph& net, const char* name, int channels, LayerId from) {
  net.add(conv(channels, 3, 1, 1).named(name), from);
  net.add(plain(LayerKind::relu));
  net.add(max_pool(2, 2));
}

LayerId classifier(Graph& net, const char* name, LayerId from) {
  net.add(plain(LayerKind::flatten), from);
  net.add(dense(10).named(name));
  const LayerId answer = net.add(plain(LayerKind::softmax));
  net.mark_exit(answer);
  return answer;
}

}  // namespace

Graph camera_cnn(const ZooScale&) {
  Graph net("camera_cnn", {3, 32, 32});
  conv_block(net, "conv1", 16, 0);
  conv_block(net, "conv2", 24, net.size() - 1);
  const LayerId fork = net.size() - 1;
  classifier(net, "early_dense", net.add(avg_pool(2, 2).named("early_pool"), fork));
  conv_block(net, "conv3", 40, fork);
  classifier(net, "final_dense", net.size() - 1);
  net.validate();
  return net;
}

}  // namespace lastmile::models
