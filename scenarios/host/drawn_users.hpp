// Data of users who differ: texts, sensors, scenes, synthetic. Training and test samples come out
// of one draw, for both have to be of the same users.
#pragma once

#include "models/learn/dataset.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

bool draws_users(const std::string& generator);

/// At least `count` samples of spec.users users; of synthetic, whose users have as many as they
/// have, all of them. REQUIRES draws_users and users above 0.
learn::Dataset draw_users(const DataSpec& spec, std::size_t count, RandomStream random);

}  // namespace lastmile::scenarios
