#include "models/zoo/zoo.hpp"

namespace lastmile::models {

std::vector<ZooEntry> detection_entries() { return {}; }

}  // namespace lastmile::models
