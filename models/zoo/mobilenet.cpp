// MobileNet v1 (Howard et al. 2017, arXiv:1704.04861) and v2 (Sandler et al. 2018,
// doi:10.1109/CVPR.2018.00474), width 1.0, 224x224. v2's first bottleneck has no expansion layer.
#include "models/zoo/zoo.hpp"

namespace lastmile::models {
namespace {

void conv_then(Graph& net, const LayerSpec& spec, LayerKind activation) {
  net.add(spec);
  net.add(plain(activation));
}

int channels_now(const Graph& net) {
  return static_cast<int>(net.layer(net.size() - 1).out.channels);
}

void separable(Graph& net, int channels, int stride) {
  const int in = channels_now(net);
  conv_then(net, conv(in, 3, stride, 1, in), LayerKind::relu);
  conv_then(net, conv(channels, 1), LayerKind::relu);
}

void inverted_residual(Graph& net, int expansion, int channels, int stride) {
  const LayerId from = net.size() - 1;
  const int in = channels_now(net);
  const int wide = in * expansion;
  if (expansion != 1) conv_then(net, conv(wide, 1), LayerKind::relu6);
  conv_then(net, conv(wide, 3, stride, 1, wide), LayerKind::relu6);
  const LayerId narrow = net.add(conv(channels, 1));
  if (stride != 1 || in != channels) return;
  net.add(plain(LayerKind::add), std::vector<LayerId>{narrow, from});
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

Graph mobilenet_v1(const ZooScale&) {
  Graph net("mobilenet_v1", {3, 224, 224});
  conv_then(net, conv(32, 3, 2, 1), LayerKind::relu);
  separable(net, 64, 1);
  separable(net, 128, 2);
  separable(net, 128, 1);
  separable(net, 256, 2);
  separable(net, 256, 1);
  separable(net, 512, 2);
  for (int i = 0; i < 5; ++i) separable(net, 512, 1);
  separable(net, 1024, 2);
  separable(net, 1024, 1);
  return head(std::move(net));
}

Graph mobilenet_v2(const ZooScale&) {
  struct Stage {
    int expansion;
    int channels;
    int repeats;
    int stride;
  };
  Graph net("mobilenet_v2", {3, 224, 224});
  conv_then(net, conv(32, 3, 2, 1), LayerKind::relu6);
  for (const Stage stage :
       {Stage{1, 16, 1, 1}, Stage{6, 24, 2, 2}, Stage{6, 32, 3, 2}, Stage{6, 64, 4, 2},
        Stage{6, 96, 3, 1}, Stage{6, 160, 3, 2}, Stage{6, 320, 1, 1}}) {
    for (int i = 0; i < stage.repeats; ++i) {
      inverted_residual(net, stage.expansion, stage.channels, i == 0 ? stage.stride : 1);
    }
  }
  conv_then(net, conv(1280, 1), LayerKind::relu6);
  return head(std::move(net));
}

}  // namespace lastmile::models
