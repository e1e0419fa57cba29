// Decibels and distances with portable arithmetic.
#pragma once

#include <algorithm>

#include "network/topology.hpp"
#include "sim/random.hpp"

namespace lastmile::network::fluid {

inline double log10_of(double x) { return portable_log(x) / portable_log(10.0); }
inline double decibels(double ratio) { return 10 * log10_of(ratio); }

/// At least 1 m: closer than that the loss formulas mean nothing.
inline double radio_distance_m(const Position& a, const Position& b) {
  return std::max(1.0, network::distance_m(a, b));
}

/// Thermal noise at 290 K over a bandwidth, dBm (k = 1.380649e-23 J/K, SI 2019).
inline double thermal_noise_dbm(double hertz) { return decibels(1.380649e-23 * 290 * hertz * 1e3); }

}  // namespace lastmile::network::fluid
