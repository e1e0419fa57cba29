// Families of networks that find objects, a file each; detection_entries() gathers them.
#pragma once

#include "models/zoo/blocks.hpp"

namespace lastmile::models {

std::vector<ZooEntry> faster_rcnn_entries();
std::vector<ZooEntry> ssd_entries();
std::vector<ZooEntry> ssd_mobilenet_entries();
std::vector<ZooEntry> yolo_v2_entries();
std::vector<ZooEntry> yolo_v3_entries();

/// A map that objects are read from, and how many boxes at each place.
struct DetectionMap {
  LayerId map;
  int boxes;
};
/// All maps as one vector, the network's only exit.
Graph gathered(Graph net, const std::vector<LayerId>& maps);

/// Convolution padded to keep the size, batch-normed, leaky (Darknet); of stride 1 or 2.
LayerId darknet_conv(Graph& net, LayerId from, int channels, int kernel, int stride = 1);

}  // namespace lastmile::models
