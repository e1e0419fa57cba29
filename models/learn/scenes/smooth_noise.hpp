// Noise that changes smoothly along a line and over a plane, at any place without the ones before.
#pragma once

#include <cmath>
#include <cstdint>

#include "models/learn/scenes/day.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {

/// -1 .. 1 at a whole number.
inline double noise_knot(std::uint64_t seed, std::int64_t at) {
  return static_cast<double>(mix(seed, static_cast<std::uint64_t>(at)) >> 11) * 0x1.0p-52 - 1;
}

/// Knots at whole x, smooth steps between them.
inline double smooth_noise(std::uint64_t seed, double x) {
  const double floor = std::floor(x);
  const auto i = static_cast<std::int64_t>(floor);
  const double low = noise_knot(seed, i), high = noise_knot(seed, i + 1);
  return low + (high - low) * smooth_step(x - floor);
}

inline double smooth_noise(std::uint64_t seed, double x, double y) {
  const double floor = std::floor(y);
  const auto i = static_cast<std::int64_t>(floor);
  const double low = smooth_noise(mix(seed, static_cast<std::uint64_t>(i)), x);
  const double high = smooth_noise(mix(seed, static_cast<std::uint64_t>(i + 1)), x);
  return low + (high - low) * smooth_step(y - floor);
}

}  // namespace lastmile::learn
