#include "models/zoo/zoo.hpp"

namespace lastmile::models {

std::vector<ZooEntry> sequence_entries() { return {}; }

}  // namespace lastmile::models
