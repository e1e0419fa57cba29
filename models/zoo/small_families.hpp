// Families of small networks, a file each; small_entries() gathers them.
#pragma once

#include "models/zoo/blocks.hpp"

namespace lastmile::models {

std::vector<ZooEntry> branchy_entries();    ///< LeNet, AlexNet, ResNet with early exits
std::vector<ZooEntry> generator_entries();  ///< autoencoder, GAN
std::vector<ZooEntry> learner_entries();    ///< for drawn data
std::vector<ZooEntry> tiny_entries();       ///< MLPerf Tiny

}  // namespace lastmile::models
