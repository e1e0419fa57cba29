// EfficientNet B0 to B7 (Tan, Le 2019, arXiv:1905.11946): B0, scaled in width, depth and resolution at once.
#include <algorithm>

#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

struct Stage {
  int expansion, channels, blocks, stride, kernel;
};
constexpr Stage b0[] = {{1, 16, 1, 1, 3},  {6, 24, 2, 2, 3},  {6, 40, 2, 2, 5}, {6, 80, 3, 2, 3},
                        {6, 112, 3, 1, 5}, {6, 192, 4, 2, 5}, {6, 320, 1, 1, 3}};

struct Compound {
  double width, depth;
  int resolution;
};
constexpr Compound compounds[] = {{1.0, 1.0, 224}, {1.0, 1.1, 240}, {1.1, 1.2, 260}, {1.2, 1.4, 300},
                                  {1.4, 1.8, 380}, {1.6, 2.2, 456}, {1.8, 2.6, 528}, {2.0, 3.1, 600}};

LayerId stage(Graph& net, LayerId at, const Stage& row, double width, double depth) {
  for (int i = 0; i < deepened(row.blocks, depth); ++i) {
    const int in = channels_of(net, at);
    at = inverted_residual(net, at,
                           {.wide = in * row.expansion,
                            .out_channels = widened(row.channels, width),
                            .kernel = row.kernel,
                            .stride = i == 0 ? row.stride : 1,
                            .activation = LayerKind::swish,
                            .excite = {std::max(1, in / 4), LayerKind::swish, LayerKind::sigmoid}});
  }
  return at;
}

template <int n>
Graph efficientnet(const ZooScale& scale) {
  const Compound& own = compounds[n];
  const double width = own.width * scale.width, depth = own.depth * scale.depth;
  Graph net("efficientnet_b" + std::to_string(n), picture(scale, own.resolution));
  LayerId at = conv_then(net, 0, same_conv(widened(32, width), 3, 2), LayerKind::swish);
  for (const Stage& row : b0) at = stage(net, at, row, width, depth);
  at = conv_then(net, at, conv(widened(1280, width), 1), LayerKind::swish);
  return classified(std::move(net), net.add(plain(LayerKind::dropout), at));
}

template <int n>
ZooEntry entry() {
  const std::string number = std::to_string(n), side = std::to_string(compounds[n].resolution);
  return {"efficientnet_b" + number,
          "EfficientNet-B" + number + ", 3x" + side + "x" + side + " (Tan, Le 2019)",
          &efficientnet<n>,
          {"width", "depth", "resolution"}};
}

}  // namespace

std::vector<ZooEntry> efficientnet_entries() {
  return {entry<0>(), entry<1>(), entry<2>(), entry<3>(), entry<4>(), entry<5>(), entry<6>(), entry<7>()};
}

}  // namespace lastmile::models
