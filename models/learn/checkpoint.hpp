// Training interrupted and resumed as if it had not been: everything a next call of train() needs,
// in a file.
//
// Format     "lastmile checkpoint 1\n", the network's digest, the step, the state of the random
// stream, then the
//            parameters and the optimiser's state (a count and floats each), and a digest of all
//            that; little endian.
// Written under another name and renamed, so that a reader sees all of it or the one before.
// Tests      tests/unit/learn/checkpoint_test.cpp
#pragma once

#include <filesystem>

#include "models/learn/train.hpp"

namespace lastmile::learn {

/// ConfigError if it cannot be written.
void save_checkpoint(const std::filesystem::path& file, const Network& network,
                     const TrainResult& training);

struct Checkpoint {
  std::vector<float> parameters;
  std::vector<float> velocity;  ///< the optimiser's state
  std::uint64_t step = 0;       ///< OptimiserOptions::first_step of the next call
  RandomStream shuffle;
};

/// ConfigError says why: missing, not a checkpoint, cut short, damaged, or of another network.
Checkpoint load_checkpoint(const std::filesystem::path& file, const Network& network);

}  // namespace lastmile::learn
