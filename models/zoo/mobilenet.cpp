// MobileNet v1 (Howard et al. 2017, arXiv:1704.04861) and v2 (Sandler et al. 2018,
// doi:10.1109/CVPR.2018.00474). v2's first bottleneck has no expansion layer; its last convolution does not
// shrink with the width.
#include <algorithm>

#include "models/zoo/image_families.hpp"
#include "models/zoo/separable.hpp"

namespace lastmile::models {
namespace {

Graph mobilenet_v1(const ZooScale& scale) {
  struct Stage {
    int channels, blocks, stride;
  };
  Graph net("mobilenet_v1", picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(widened(32, scale.width), 3, 2));
  for (const Stage stage :
       {Stage{64, 1, 1}, Stage{128, 2, 2}, Stage{256, 2, 2}, Stage{512, 6, 2}, Stage{1024, 2, 2}}) {
    for (int i = 0; i < stage.blocks; ++i)
      at = separable(net, at, widened(stage.channels, scale.width), i == 0 ? stage.stride : 1);
  }
  return classified(std::move(net), at);
}

Graph mobilenet_v2(const ZooScale& scale) {
  struct Stage {
    int expansion, channels, blocks, stride;
  };
  Graph net("mobilenet_v2", picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(widened(32, scale.width), 3, 2), LayerKind::relu6);
  for (const Stage stage : {Stage{1, 16, 1, 1}, Stage{6, 24, 2, 2}, Stage{6, 32, 3, 2}, Stage{6, 64, 4, 2},
                            Stage{6, 96, 3, 1}, Stage{6, 160, 3, 2}, Stage{6, 320, 1, 1}}) {
    for (int i = 0; i < stage.blocks; ++i)
      at = inverted_residual(net, at,
                             {.wide = channels_of(net, at) * stage.expansion,
                              .out_channels = widened(stage.channels, scale.width),
                              .stride = i == 0 ? stage.stride : 1});
  }
  at = conv_then(net, at, conv(widened(1280, std::max(1.0, scale.width)), 1), LayerKind::relu6);
  return classified(std::move(net), at);
}

}  // namespace

std::vector<ZooEntry> mobilenet_entries() {
  return {{"mobilenet_v1",
           "MobileNet 1.0, 3x224x224 (Howard et al. 2017)",
           &mobilenet_v1,
           {"width", "resolution"}},
          {"mobilenet_v2",
           "MobileNetV2 1.0, 3x224x224 (Sandler et al. 2018)",
           &mobilenet_v2,
           {"width", "resolution"}}};
}

}  // namespace lastmile::models
