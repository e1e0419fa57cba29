// A sum over everything of a group in the order of the kernels: a lane after the other, then by
// halving.
#pragma once

#include <array>
#include <cstddef>

#include "kernels/lanes.hpp"

namespace lastmile::learn {

/// f(0) + ... + f(floats - 1); `floats` a multiple of kLanes.
template <class F>
float lane_sum(std::size_t floats, F f) {
  std::array<float, kernels::kLanes> lanes{};
  for (std::size_t i = 0; i < floats; i += lanes.size())
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] += f(i + lane);
  for (std::size_t half = lanes.size() / 2; half > 0; half /= 2)
    for (std::size_t lane = 0; lane < half; ++lane) lanes[lane] += lanes[lane + half];
  return lanes[0];
}

}  // namespace lastmile::learn
