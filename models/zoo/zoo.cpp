#include "models/zoo/zoo.hpp"

#include "sim/error.hpp"

namespace lastmile::models {

const std::vector<ZooEntry>& zoo_entries() {
  static const std::vector<ZooEntry> entries = {
      {"alexnet", "AlexNet, one tower, grouped as in Caffe, 3x227x227 (Krizhevsky et al. 2012)",
       &alexnet},
      {"camera_cnn", "small CNN with one early exit, 3x32x32, 10 classes (ours)", &camera_cnn},
      {"lenet", "LeNet-5 as in Caffe, 1x28x28 (LeCun et al. 1998)", &lenet},
      {"mobilenet_v1", "MobileNet 1.0, 3x224x224 (Howard et al. 2017)", &mobilenet_v1},
      {"mobilenet_v2", "MobileNetV2 1.0, 3x224x224 (Sandler et al. 2018)", &mobilenet_v2},
      {"resnet18", "ResNet-18, identity shortcut in the first stage, 3x224x224 (He et al. 2016)",
       &resnet18},
      {"resnet50", "ResNet-50 v1, stride in the first 1x1, 3x224x224 (He et al. 2016)", &resnet50},
      {"vgg16", "VGG-16, configuration D, 3x224x224 (Simonyan, Zisserman 2015)", &vgg16},
  };
  return entries;
}

Graph zoo(std::string_view name) {
  std::vector<std::string> known;
  for (const ZooEntry& entry : zoo_entries()) {
    if (entry.name == name) return entry.build();
    known.push_back(entry.name);
  }
  throw ConfigError(unknown_name_message("network", name, known));
}

}  // namespace lastmile::models
