// ResNet-18 and ResNet-50 (He et al. 2016, doi:10.1109/CVPR.2016.90). ResNet-50 is version 1: the
// stride of a stage sits in its first 1x1 convolution (version 1.5 moves it to the 3x3 and costs
// 4.1 GMAC).
#include "models/zoo/zoo.hpp"

namespace lastmile::models {
namespace {

Graph stem(const char* name) {
  Graph net(name, {3, 224, 224});
  net.add(conv(64, 7, 2, 3));
  net.add(plain(LayerKind::relu));
  net.add(max_pool(3, 2, 1));
  return net;
}

LayerId shortcut(Graph& net, LayerId from, int channels, int stride) {
  const bool same = stride == 1 && net.layer(from).out.channels == channels;
  return same ? from : net.add(conv(channels, 1, stride), from);
}

void join(Graph& net, LayerId branch, LayerId identity) {
  net.add(plain(LayerKind::add), std::vector<LayerId>{branch, identity});
  net.add(plain(LayerKind::relu));
}

void basic_block(Graph& net, int channels, int stride) {
  const LayerId from = net.size() - 1;
  net.add(conv(channels, 3, stride, 1));
  net.add(plain(LayerKind::relu));
  const LayerId branch = net.add(conv(channels, 3, 1, 1));
  join(net, branch, shortcut(net, from, channels, stride));
}

void bottleneck(Graph& net, int channels, int stride) {
  const LayerId from = net.size() - 1;
  net.add(conv(channels, 1, stride));
  net.add(plain(LayerKind::relu));
  net.add(conv(channels, 3, 1, 1));
  net.add(plain(LayerKind::relu));
  const LayerId branch = net.add(conv(4 * channels, 1));
  join(net, branch, shortcut(net, from, 4 * channels, stride));
}

void stage(Graph& net, void (*block)(Graph&, int, int), int channels, int blocks, int stride) {
  for (int i = 0; i < blocks; ++i) block(net, channels, i == 0 ? stride : 1);
}

Graph head(Graph net) {
  net.add(plain(LayerKind::global_avg_pool));
  net.add(plain(LayerKind::flatten));
  net.add(dense(1000));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.validate();
  return net;
}

}  // namespace

Graph resnet18(const ZooScale&) {
  Graph net = stem("resnet18");
  stage(net, &basic_block, 64, 2, 1);
  stage(net, &basic_block, 128, 2, 2);
  stage(net, &basic_block, 256, 2, 2);
  stage(net, &basic_block, 512, 2, 2);
  return head(std::move(net));
}

Graph resnet50(const ZooScale&) {
  Graph net = stem("resnet50");
  stage(net, &bottleneck, 64, 3, 1);
  stage(net, &bottleneck, 128, 4, 2);
  stage(net, &bottleneck, 256, 6, 2);
  stage(net, &bottleneck, 512, 3, 2);
  return head(std::move(net));
}

}  // namespace lastmile::models
