// EfficientNetV2-B0 (Tan, Le 2021, arXiv:2104.00298; the authors' code). Early blocks widen with a 3x3
// convolution instead of 1x1 and depthwise. B1 is depth=1.1,resolution=240, B2
// width=1.1,depth=1.2,resolution=260, B3 width=1.2,depth=1.4,resolution=300.
#include <algorithm>

#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

struct Stage {
  bool fused;
  int expansion, channels, blocks, stride;
};

// To the nearest multiple of 8, however far below.
int rounded(int channels, double width) {
  return std::max(8, static_cast<int>(channels * width + 4) / 8 * 8);
}

constexpr Stage stages[] = {{true, 1, 16, 1, 1},  {true, 4, 32, 2, 2},   {true, 4, 48, 2, 2},
                            {false, 4, 96, 3, 2}, {false, 6, 112, 5, 1}, {false, 6, 192, 8, 2}};

LayerId fused_block(Graph& net, LayerId from, int expansion, int channels, int stride) {
  const int in = channels_of(net, from);
  LayerId at = 0;
  if (expansion == 1) {
    at = conv_then(net, from, same_conv(channels, 3, stride), LayerKind::swish);
  } else {
    at = conv_then(net, from, same_conv(in * expansion, 3, stride), LayerKind::swish);
    at = net.add(conv(channels, 1), at);
  }
  return stride == 1 && in == channels ? joined(net, LayerKind::add, {at, from}) : at;
}

LayerId excited_block(Graph& net, LayerId from, int expansion, int channels, int stride) {
  const int in = channels_of(net, from);
  return inverted_residual(net, from,
                           {.wide = in * expansion,
                            .out_channels = channels,
                            .stride = stride,
                            .activation = LayerKind::swish,
                            .excite = {std::max(1, in / 4), LayerKind::swish, LayerKind::sigmoid}});
}

Graph efficientnet_v2_b0(const ZooScale& scale) {
  Graph net("efficientnet_v2_b0", picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(rounded(32, scale.width), 3, 2), LayerKind::swish);
  for (const Stage& row : stages) {
    const auto block = row.fused ? &fused_block : &excited_block;
    for (int i = 0; i < deepened(row.blocks, scale.depth); ++i)
      at = block(net, at, row.expansion, rounded(row.channels, scale.width), i == 0 ? row.stride : 1);
  }
  at = conv_then(net, at, conv(rounded(1280, scale.width), 1), LayerKind::swish);
  return classified(std::move(net), net.add(plain(LayerKind::dropout), at));
}

}  // namespace

std::vector<ZooEntry> efficientnet_v2_entries() {
  return {{"efficientnet_v2_b0",
           "EfficientNetV2-B0, 3x224x224 (Tan, Le 2021)",
           &efficientnet_v2_b0,
           {"width", "depth", "resolution"}}};
}

}  // namespace lastmile::models
