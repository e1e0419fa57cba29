// MnasNet-A1 and B1 (Tan et al. 2019, doi:10.1109/CVPR.2019.00293). A1 has squeeze-excite, to a quarter of a
// block's input.
#include <algorithm>

#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

struct Stage {
  int expansion, channels, blocks, stride, kernel;
  bool excited;
};

Graph mnasnet(const char* name, const std::vector<Stage>& stages, const ZooScale& scale) {
  Graph net(name, picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(widened(32, scale.width), 3, 2));
  for (const Stage& row : stages) {
    for (int i = 0; i < deepened(row.blocks, scale.depth); ++i) {
      const int in = channels_of(net, at);
      at = inverted_residual(net, at,
                             {.wide = in * row.expansion,
                              .out_channels = widened(row.channels, scale.width),
                              .kernel = row.kernel,
                              .stride = i == 0 ? row.stride : 1,
                              .activation = LayerKind::relu,
                              .excite = {row.excited ? std::max(1, in / 4) : 0}});
    }
  }
  at = conv_then(net, at, conv(1280, 1));
  return classified(std::move(net), net.add(plain(LayerKind::dropout), at));
}

Graph a1(const ZooScale& scale) {
  return mnasnet("mnasnet_a1",
                 {{1, 16, 1, 1, 3, false},
                  {6, 24, 2, 2, 3, false},
                  {3, 40, 3, 2, 5, true},
                  {6, 80, 4, 2, 3, false},
                  {6, 112, 2, 1, 3, true},
                  {6, 160, 3, 2, 5, true},
                  {6, 320, 1, 1, 3, false}},
                 scale);
}

Graph b1(const ZooScale& scale) {
  return mnasnet("mnasnet_b1",
                 {{1, 16, 1, 1, 3, false},
                  {3, 24, 3, 2, 3, false},
                  {3, 40, 3, 2, 5, false},
                  {6, 80, 3, 2, 5, false},
                  {6, 96, 2, 1, 3, false},
                  {6, 192, 4, 2, 5, false},
                  {6, 320, 1, 1, 3, false}},
                 scale);
}

}  // namespace

std::vector<ZooEntry> mnasnet_entries() {
  const std::vector<std::string> scales = {"width", "depth", "resolution"};
  return {{"mnasnet_a1", "MnasNet-A1 1.0, with squeeze-excite, 3x224x224 (Tan et al. 2019)", &a1, scales},
          {"mnasnet_b1", "MnasNet-B1 1.0, 3x224x224 (Tan et al. 2019)", &b1, scales}};
}

}  // namespace lastmile::models
