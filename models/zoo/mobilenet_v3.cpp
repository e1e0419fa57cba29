// MobileNetV3 (Howard et al. 2019, arXiv:1905.02244, tables 1 and 2; at other widths as the authors' TF-Slim
// code). Squeeze-excite stands behind the depthwise convolution's activation and squeezes to a quarter of it,
// as a multiple of 8. The last hidden layer does not shrink with the width.
#include <algorithm>

#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

struct Row {
  int kernel;
  double expansion;
  int out_channels;
  bool excited;
  LayerKind activation;
  int stride;
};

constexpr LayerKind re = LayerKind::relu, hs = LayerKind::hard_swish;

InvertedResidual block(const Row& row, int in, double width) {
  const int wide = multiple_of(8, in * row.expansion);
  return {.wide = wide,
          .out_channels = widened(row.out_channels, width),
          .kernel = row.kernel,
          .stride = row.stride,
          .activation = row.activation,
          .excite = {row.excited ? multiple_of(8, wide / 4) : 0, LayerKind::relu, LayerKind::hard_sigmoid}};
}

Graph mobilenet_v3(const char* name, const std::vector<Row>& rows, int hidden, const ZooScale& scale) {
  Graph net(name, picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(widened(16, scale.width), 3, 2), hs);
  for (const Row& row : rows) at = inverted_residual(net, at, block(row, channels_of(net, at), scale.width));
  at = conv_then(net, at, conv(6 * channels_of(net, at), 1), hs);
  net.add(plain(LayerKind::global_avg_pool), at);
  at = conv_then(net, net.add(plain(LayerKind::flatten)), dense(widened(hidden, std::max(1.0, scale.width))),
                 hs);
  return answered(std::move(net), net.add(plain(LayerKind::dropout), at));
}

Graph large(const ZooScale& scale) {
  return mobilenet_v3("mobilenet_v3_large",
                      {{3, 1, 16, false, re, 1}, {3, 4, 24, false, re, 2}, {3, 3, 24, false, re, 1},
                       {5, 3, 40, true, re, 2}, {5, 3, 40, true, re, 1}, {5, 3, 40, true, re, 1},
                       {3, 6, 80, false, hs, 2}, {3, 2.5, 80, false, hs, 1}, {3, 2.3, 80, false, hs, 1},
                       {3, 2.3, 80, false, hs, 1}, {3, 6, 112, true, hs, 1}, {3, 6, 112, true, hs, 1},
                       {5, 6, 160, true, hs, 2}, {5, 6, 160, true, hs, 1}, {5, 6, 160, true, hs, 1}},
                      1280, scale);
}

Graph small(const ZooScale& scale) {
  return mobilenet_v3("mobilenet_v3_small",
                      {{3, 1, 16, true, re, 2}, {3, 4.5, 24, false, re, 2}, {3, 88 / 24.0, 24, false, re, 1},
                       {5, 4, 40, true, hs, 2}, {5, 6, 40, true, hs, 1}, {5, 6, 40, true, hs, 1},
                       {5, 3, 48, true, hs, 1}, {5, 3, 48, true, hs, 1}, {5, 6, 96, true, hs, 2},
                       {5, 6, 96, true, hs, 1}, {5, 6, 96, true, hs, 1}},
                      1024, scale);
}

}  // namespace

std::vector<ZooEntry> mobilenet_v3_entries() {
  const std::vector<std::string> scales = {"width", "resolution"};
  return {{"mobilenet_v3_large", "MobileNetV3-Large 1.0, 3x224x224 (Howard et al. 2019)", &large, scales},
          {"mobilenet_v3_small", "MobileNetV3-Small 1.0, 3x224x224 (Howard et al. 2019)", &small, scales}};
}

}  // namespace lastmile::models
