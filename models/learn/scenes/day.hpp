// The course of a day: light and traffic by the hour, from polynomials.
//
// Formulae  light(h)    0.3 at night, 1 by day; smooth steps from 5 to 8 and back from 17 to 20
//           traffic(h)  0.15 + 0.55 day(h) + bumps of height 1.3 at 8 and 17.5, 3 hours wide;
//                       day(h) rises from 5 to 7 and falls from 19 to 23
//           step(x)     3 x^2 - 2 x^3 on 0..1
// Symbols   h hours of a day, 0..24 (taken modulo 24)
// Validity  shapes are assumed; what matters is that they differ by an order of magnitude in
//           traffic and three in light
// Tests     tests/unit/learn/scene_test.cpp
#pragma once

#include <algorithm>
#include <cmath>

namespace lastmile::learn {

inline double smooth_step(double x) {
  const double t = std::clamp(x, 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

/// 1 from `up_to` to `down_from`, 0 before `up_from` and after `down_to`.
inline double plateau(double h, double up_from, double up_to, double down_from, double down_to) {
  return smooth_step((h - up_from) / (up_to - up_from)) *
         (1 - smooth_step((h - down_from) / (down_to - down_from)));
}

inline double hour_of_day(double hours) { return hours - 24 * std::floor(hours / 24); }

inline double daylight(double hours) {
  return 0.3 + 0.7 * plateau(hour_of_day(hours), 5, 8, 17, 20);
}

/// 0 .. 1: how much of a rush hour it is.
inline double rush(double hours) {
  const double h = hour_of_day(hours);
  return plateau(h, 6.5, 8, 8, 9.5) + plateau(h, 16, 17.5, 17.5, 19);
}

inline double traffic(double hours) {
  return 0.15 + 0.55 * plateau(hour_of_day(hours), 5, 7, 19, 23) + 1.3 * rush(hours);
}
constexpr double kMostTraffic = 2;
constexpr double kMeanTraffic = 0.65625;  ///< over a day

}  // namespace lastmile::learn
