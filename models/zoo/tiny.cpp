// The four networks of MLPerf Tiny (Banbury et al. 2021, arXiv:2106.07597; github.com/mlcommons/tiny,
// benchmark/training). Strided convolutions are padded evenly, where TensorFlow pads below and on the right
// only: shapes and counts are the same.
#include "models/zoo/separable.hpp"
#include "models/zoo/small_families.hpp"

namespace lastmile::models {
namespace {

LayerId residual(Graph& net, LayerId from, int channels, int stride) {
  const LayerId first = conv_then(net, from, same_conv(channels, 3, stride));
  const LayerId second = net.add(same_conv(channels, 3), first);
  const LayerId shortcut = stride == 1 ? from : net.add(conv(channels, 1, stride), from);
  return net.add(plain(LayerKind::relu), joined(net, LayerKind::add, {shortcut, second}));
}

Graph resnet8(const ZooScale& scale) {
  Graph net("resnet8", picture(scale, 32));
  LayerId at = conv_then(net, 0, same_conv(widened(16, scale.width), 3));
  at = residual(net, at, widened(16, scale.width), 1);
  at = residual(net, at, widened(32, scale.width), 2);
  at = residual(net, at, widened(64, scale.width), 2);
  return classified(std::move(net), at, 10);
}

Graph mobilenet_vww(const ZooScale& scale) {
  struct Stage {
    int channels, blocks, stride;
  };
  Graph net("mobilenet_vww", picture(scale, 96));
  LayerId at = conv_then(net, 0, same_conv(8, 3, 2));
  for (const Stage stage :
       {Stage{16, 1, 1}, Stage{32, 2, 2}, Stage{64, 2, 2}, Stage{128, 6, 2}, Stage{256, 2, 2}}) {
    for (int i = 0; i < stage.blocks; ++i) at = separable(net, at, stage.channels, i == 0 ? stage.stride : 1);
  }
  return classified(std::move(net), at, 2);
}

// The spectrum of one second: 49 windows of 10 coefficients.
Graph ds_cnn(const ZooScale& scale) {
  const int wide = widened(64, scale.width);
  Graph net("ds_cnn", {1, 49, 10});
  LayerSpec first = conv(wide, 10, 2, 4).wide(4, 1).padded_more(1);
  first.padding_more_width = 0;
  LayerId at = conv_then(net, 0, first);
  for (int i = 0; i < 4; ++i) at = separable(net, at, wide);
  return classified(std::move(net), at, 12);
}

Graph deep_autoencoder(const ZooScale& scale) {
  const int wide = widened(128, scale.width);
  Graph net("deep_autoencoder", {640, 1, 1});
  LayerId at = 0;
  for (const int features : {wide, wide, wide, wide, 8, wide, wide, wide, wide})
    at = conv_then(net, at, dense(features));
  net.mark_exit(net.add(dense(640), at));
  net.validate();
  return net;
}

}  // namespace

std::vector<ZooEntry> tiny_entries() {
  return {
      {"deep_autoencoder",
       "MLPerf Tiny, anomalies of machine sounds, 640 features (Banbury et al. 2021)",
       &deep_autoencoder,
       {"width"}},
      {"ds_cnn", "MLPerf Tiny, keywords, 1x49x10 (Banbury et al. 2021)", &ds_cnn, {"width"}},
      {"mobilenet_vww",
       "MLPerf Tiny, MobileNet 0.25 for persons, 3x96x96 (Banbury et al. 2021)",
       &mobilenet_vww,
       {"resolution"}},
      {"resnet8",
       "MLPerf Tiny, ResNet-8 for CIFAR-10, 3x32x32 (Banbury et al. 2021)",
       &resnet8,
       {"width", "resolution"}},
  };
}

}  // namespace lastmile::models
