#include "models/zoo/zoo.hpp"

namespace lastmile::models {

std::vector<ZooEntry> image_entries() {
  return {
      {"alexnet", "AlexNet, one tower, grouped as in Caffe, 3x227x227 (Krizhevsky et al. 2012)", &alexnet},
      {"lenet", "LeNet-5 as in Caffe, 1x28x28 (LeCun et al. 1998)", &lenet},
      {"mobilenet_v1", "MobileNet 1.0, 3x224x224 (Howard et al. 2017)", &mobilenet_v1},
      {"mobilenet_v2", "MobileNetV2 1.0, 3x224x224 (Sandler et al. 2018)", &mobilenet_v2},
      {"resnet18", "ResNet-18, identity shortcut in the first stage, 3x224x224 (He et al. 2016)", &resnet18},
      {"resnet50", "ResNet-50 v1, stride in the first 1x1, 3x224x224 (He et al. 2016)", &resnet50},
      {"vgg16", "VGG-16, configuration D, 3x224x224 (Simonyan, Zisserman 2015)", &vgg16},
  };
}

}  // namespace lastmile::models
