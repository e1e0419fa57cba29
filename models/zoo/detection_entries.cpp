#include "models/zoo/detection_families.hpp"

namespace lastmile::models {

std::vector<ZooEntry> detection_entries() {
  std::vector<ZooEntry> all;
  for (auto* family :
       {&faster_rcnn_entries, &ssd_entries, &ssd_mobilenet_entries, &yolo_v2_entries, &yolo_v3_entries})
    for (ZooEntry& entry : family()) all.push_back(std::move(entry));
  return all;
}

Graph gathered(Graph net, const std::vector<LayerId>& maps) {
  std::vector<LayerId> vectors;
  for (const LayerId map : maps) vectors.push_back(net.add(plain(LayerKind::flatten), map));
  net.mark_exit(net.add(plain(LayerKind::concat).named("detections"), vectors));
  net.validate();
  return net;
}

LayerId darknet_conv(Graph& net, LayerId from, int channels, int kernel, int stride) {
  LayerSpec leaky = plain(LayerKind::leaky_relu);
  leaky.slope = 0.1;
  return net.add(leaky, net.add(same_conv(channels, kernel, stride), from));
}

}  // namespace lastmile::models
