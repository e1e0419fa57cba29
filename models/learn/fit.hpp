// Whether a data set and a network belong together.
// Tests  tests/unit/learn/places_test.cpp
#pragma once

#include "models/learn/dataset.hpp"
#include "models/learn/network.hpp"

namespace lastmile::learn {

/// ConfigError, with both shapes, unless the network takes the samples.
void check_takes(const Network& network, const Dataset& data);
/// And unless it answers their labels: as many places, no fewer classes.
void check_answers(const Network& network, const Dataset& data);
/// ConfigError unless what the network gives back is as large as what it takes.
void check_gives_back(const Network& network);

}  // namespace lastmile::learn
