// Families of networks that classify images, a file each; image_entries() gathers them.
#pragma once

#include "models/zoo/blocks.hpp"

namespace lastmile::models {

std::vector<ZooEntry> classic_entries();  ///< LeNet, AlexNet
std::vector<ZooEntry> condensenet_entries();
std::vector<ZooEntry> deepface_entries();
std::vector<ZooEntry> densenet_entries();
std::vector<ZooEntry> efficientnet_entries();
std::vector<ZooEntry> efficientnet_v2_entries();
std::vector<ZooEntry> fbnet_entries();
std::vector<ZooEntry> googlenet_entries();
std::vector<ZooEntry> inception_v3_entries();
std::vector<ZooEntry> mcunet_entries();
std::vector<ZooEntry> mnasnet_entries();
std::vector<ZooEntry> mobilenet_entries();  ///< versions 1 and 2
std::vector<ZooEntry> mobilenet_v3_entries();
std::vector<ZooEntry> nasnet_entries();
std::vector<ZooEntry> nin_entries();
std::vector<ZooEntry> regnet_entries();
std::vector<ZooEntry> resnet_entries();
std::vector<ZooEntry> shufflenet_entries();  ///< versions 1 and 2
std::vector<ZooEntry> squeezenet_entries();
std::vector<ZooEntry> vgg_entries();

}  // namespace lastmile::models
