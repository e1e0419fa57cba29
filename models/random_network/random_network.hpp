// Networks drawn at random, for calibrating cost models and for checking them on what they never
// saw.
//
// Drawn      input 32 to 224 pixels; stem; 2 to 5 stages of 1 to 4 blocks; width, depth, kernels,
//            activation, normalisation, downsampling, head. Blocks: chain, residual, bottleneck,
//            inverted bottleneck, separable, inception, dense, or another in every stage. Channels
//            and kernel sizes come from real networks (prior.toml), a tenth of the channels from
//            anywhere between 3 and 300.
// Kept       3 MMAC to 1.2 GMAC, at most 15 million parameters.
// Source     prior.toml; the ranges and the mix of blocks are ours (assumed)
// Tests      tests/unit/models/random_network_test.cpp
#pragma once

#include <cstdint>
#include <string>

#include "models/graph.hpp"

namespace lastmile::models {

/// Number `number` of the set, the same for ever; sets are independent of each other.
Graph random_network(const std::string& set, std::uint64_t number);

}  // namespace lastmile::models
