// SSD300 on VGG-16 (Liu et al. 2016, doi:10.1007/978-3-319-46448-0_2), with the 91 classes of COCO, as in
// torchvision. The L2 normalisation of the first map stands as a layer_norm, which has a shift too.
#include "models/zoo/detection_families.hpp"

namespace lastmile::models {
namespace {

constexpr int kClasses = 91;

// Two or three convolutions behind each other.
LayerId stage(Graph& net, LayerId at, int channels, int convolutions) {
  for (int i = 0; i < convolutions; ++i) at = conv_then(net, at, same_conv(channels, 3));
  return at;
}

LayerId extra(Graph& net, LayerId from, int narrow, const LayerSpec& wide) {
  return conv_then(net, conv_then(net, from, conv(narrow, 1)), wide);
}

Graph ssd300(const ZooScale&) {
  Graph net("ssd300", {3, 300, 300});
  LayerId at = net.add(max_pool(2, 2), stage(net, 0, 64, 2));
  at = net.add(max_pool(2, 2), stage(net, at, 128, 2));
  at = net.add(max_pool(2, 2, 0, true), stage(net, at, 256, 3));
  const LayerId fourth = stage(net, at, 512, 3);
  std::vector<DetectionMap> maps = {{net.add(plain(LayerKind::layer_norm), fourth), 4}};
  at = net.add(max_pool(3, 1, 1), stage(net, net.add(max_pool(2, 2), fourth), 512, 3));
  at = conv_then(net, at, conv(1024, 3, 1, 6).dilated(6));
  maps.push_back({conv_then(net, at, conv(1024, 1)), 6});
  maps.push_back({extra(net, maps.back().map, 256, conv(512, 3, 2, 1)), 6});
  maps.push_back({extra(net, maps.back().map, 128, conv(256, 3, 2, 1)), 6});
  for (int i = 0; i < 2; ++i) maps.push_back({extra(net, maps.back().map, 128, conv(256, 3)), 4});
  std::vector<LayerId> answers;
  for (const DetectionMap& one : maps) {
    answers.push_back(net.add(same_conv(4 * one.boxes, 3), one.map));
    answers.push_back(net.add(same_conv(kClasses * one.boxes, 3), one.map));
  }
  return gathered(std::move(net), answers);
}

}  // namespace

std::vector<ZooEntry> ssd_entries() {
  return {{"ssd300", "SSD300 on VGG-16, COCO, 3x300x300, as in torchvision (Liu et al. 2016)", &ssd300}};
}

}  // namespace lastmile::models
