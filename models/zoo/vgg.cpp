// VGG, configurations A, B, D and E (Simonyan, Zisserman 2015, arXiv:1409.1556).
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

Graph vgg(const char* name, const std::vector<int>& convolutions, const ZooScale& scale) {
  static constexpr int channels[] = {64, 128, 256, 512, 512};
  Graph net(name, picture(scale, 224));
  LayerId at = 0;
  for (std::size_t stage = 0; stage < convolutions.size(); ++stage) {
    const LayerSpec spec = same_conv(widened(channels[stage], scale.width), 3);
    for (int i = 0; i < deepened(convolutions[stage], scale.depth); ++i) at = conv_then(net, at, spec);
    at = net.add(max_pool(2, 2), at);
  }
  at = net.add(plain(LayerKind::flatten), at);
  for (int i = 0; i < 2; ++i) {
    conv_then(net, at, dense(widened(4096, scale.width)));
    at = net.add(plain(LayerKind::dropout));
  }
  return answered(std::move(net), at);
}

}  // namespace

std::vector<ZooEntry> vgg_entries() {
  const std::vector<std::string> scales = {"width", "depth", "resolution"};
  return {
      {"vgg11", "VGG-11, configuration A, 3x224x224 (Simonyan, Zisserman 2015)",
       [](const ZooScale& scale) {
         return vgg("vgg11", {1, 1, 2, 2, 2}, scale);
       },
       scales},
      {"vgg13", "VGG-13, configuration B, 3x224x224 (Simonyan, Zisserman 2015)",
       [](const ZooScale& scale) {
         return vgg("vgg13", {2, 2, 2, 2, 2}, scale);
       },
       scales},
      {"vgg16", "VGG-16, configuration D, 3x224x224 (Simonyan, Zisserman 2015)",
       [](const ZooScale& scale) {
         return vgg("vgg16", {2, 2, 3, 3, 3}, scale);
       },
       scales},
      {"vgg19", "VGG-19, configuration E, 3x224x224 (Simonyan, Zisserman 2015)",
       [](const ZooScale& scale) {
         return vgg("vgg19", {2, 2, 4, 4, 4}, scale);
       },
       scales},
  };
}

}  // namespace lastmile::models
