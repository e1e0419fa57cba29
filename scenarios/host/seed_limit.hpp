// How many seeds one command takes.
#pragma once

#include <cstdint>

namespace lastmile::scenarios {

inline constexpr std::int64_t kMostSeeds = 100'000;

}  // namespace lastmile::scenarios
