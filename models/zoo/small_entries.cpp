#include "models/zoo/small_families.hpp"

namespace lastmile::models {

std::vector<ZooEntry> small_entries() {
  std::vector<ZooEntry> all = {
      {"camera_cnn", "small CNN with one early exit, 3x32x32, 10 classes (ours)", &camera_cnn}};
  for (auto* family : {&branchy_entries, &generator_entries, &tiny_entries})
    for (ZooEntry& entry : family()) all.push_back(std::move(entry));
  return all;
}

}  // namespace lastmile::models
