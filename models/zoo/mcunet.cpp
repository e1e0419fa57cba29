// MCUNet for ImageNet on microcontrollers with 256, 320 and 512 kB of memory (Lin et al. 2020,
// arXiv:2007.10319), as the authors published the networks.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

struct Block {
  int expansion, kernel, channels, stride;
};

Graph mcunet(const char* name, int side, int stem, const std::vector<Block>& blocks, const ZooScale& scale) {
  Graph net(name, picture(scale, side));
  LayerId at = conv_then(net, 0, same_conv(widened(stem, scale.width), 3, 2), LayerKind::relu6);
  at = inverted_residual(net, at,
                         {.wide = channels_of(net, at), .out_channels = widened(stem / 2, scale.width)});
  for (const Block& row : blocks)
    at = inverted_residual(net, at,
                           {.wide = channels_of(net, at) * row.expansion,
                            .out_channels = widened(row.channels, scale.width),
                            .kernel = row.kernel,
                            .stride = row.stride});
  return classified(std::move(net), at);
}

Graph kb256(const ZooScale& scale) {
  return mcunet("mcunet_256kb", 160, 16,
                {{3, 5, 16, 2}, {6, 7, 16, 1}, {5, 3, 16, 1}, {5, 5, 16, 1}, {5, 3, 24, 2}, {6, 7, 24, 1},
                 {6, 5, 24, 1}, {4, 7, 40, 2}, {5, 5, 40, 1}, {5, 3, 48, 1}, {5, 5, 48, 1}, {4, 3, 48, 1},
                 {6, 5, 96, 2}, {4, 5, 96, 1}, {3, 5, 96, 1}, {4, 3, 96, 1}, {5, 5, 160, 1}},
                scale);
}

Graph kb320(const ZooScale& scale) {
  return mcunet("mcunet_320kb", 176, 16,
                {{3, 7, 16, 2}, {5, 3, 16, 1}, {5, 7, 16, 1}, {4, 5, 16, 1}, {5, 5, 24, 2}, {5, 5, 24, 1},
                 {5, 5, 24, 1}, {5, 3, 40, 2}, {6, 7, 40, 1}, {4, 5, 40, 1}, {5, 5, 48, 1}, {5, 7, 48, 1},
                 {5, 3, 48, 1}, {6, 3, 96, 2}, {5, 7, 96, 1}, {4, 3, 96, 1}, {5, 7, 160, 1}},
                scale);
}

Graph kb512(const ZooScale& scale) {
  return mcunet("mcunet_512kb", 160, 32,
                {{3, 7, 24, 2}, {5, 3, 24, 1}, {4, 5, 24, 1}, {5, 7, 40, 2}, {4, 3, 40, 1}, {4, 7, 40, 1},
                 {3, 7, 80, 2}, {3, 3, 80, 1}, {3, 7, 80, 1}, {4, 3, 96, 1}, {3, 5, 96, 1}, {3, 5, 96, 1},
                 {4, 7, 192, 2}, {3, 7, 192, 1}, {3, 5, 192, 1}, {4, 5, 320, 1}},
                scale);
}

}  // namespace

std::vector<ZooEntry> mcunet_entries() {
  const std::vector<std::string> scales = {"width", "resolution"};
  return {{"mcunet_256kb", "MCUNet for 256 kB, 3x160x160 (Lin et al. 2020)", &kb256, scales},
          {"mcunet_320kb", "MCUNet for 320 kB, 3x176x176 (Lin et al. 2020)", &kb320, scales},
          {"mcunet_512kb", "MCUNet for 512 kB, 3x160x160 (Lin et al. 2020)", &kb512, scales}};
}

}  // namespace lastmile::models
