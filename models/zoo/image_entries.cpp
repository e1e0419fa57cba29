#include "models/zoo/image_families.hpp"

namespace lastmile::models {

std::vector<ZooEntry> image_entries() {
  std::vector<ZooEntry> all;
  for (auto* family :
       {&classic_entries,      &condensenet_entries,     &deepface_entries,   &densenet_entries,
        &efficientnet_entries, &efficientnet_v2_entries, &fbnet_entries,      &googlenet_entries,
        &inception_v3_entries, &mcunet_entries,          &mnasnet_entries,    &mobilenet_entries,
        &mobilenet_v3_entries, &nasnet_entries,          &nin_entries,        &regnet_entries,
        &resnet_entries,       &shufflenet_entries,      &squeezenet_entries, &vgg_entries})
    for (ZooEntry& entry : family()) all.push_back(std::move(entry));
  return all;
}

}  // namespace lastmile::models
