// The data that a command names: files of the user's, or a generator.
//
// Drawn    digits, objects: as many pictures as are asked for, those that a scenario of that seed
//          draws for training or for tests
//          texts, sensors, scenes: of 10 users (cameras), synthetic: of 30; the last fifth of what
//          each has is the part "test"
// Tests    tests/unit/scenarios/evaluate_test.py
#pragma once

#include "models/learn/dataset.hpp"
#include "models/learn/network.hpp"
#include "scenarios/host/arguments.hpp"

namespace lastmile::scenarios {

/// --data and what belongs to it; `part` is what the command takes where there are parts.
std::vector<OptionSpec> data_options(const std::string& part);

/// Pictures are brought to the shape that the network wants, texts to its length, flat rows to its
/// shape. ConfigError names the option, or what does not fit the network.
learn::Dataset data_given(const Arguments& arguments, const std::string& part,
                          const learn::Network& network);

}  // namespace lastmile::scenarios
