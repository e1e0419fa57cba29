#include "models/zoo/zoo.hpp"

namespace lastmile::models {

std::vector<ZooEntry> small_entries() {
  return {{"camera_cnn", "small CNN with one early exit, 3x32x32, 10 classes (ours)", &camera_cnn}};
}

}  // namespace lastmile::models
