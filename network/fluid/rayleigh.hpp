// rayleigh: what multipath fading leaves of a rate, on average.
//   factor(s) = E[log2(1 + s g)] / log2(1 + s) = exp(1/s) E1(1/s) / ln(1 + s),  g exponential, mean 1
//   s  mean signal to noise ratio [-]     E1  exponential integral
// Source:  Alouini, Goldsmith 1999, "Capacity of Rayleigh fading channels under different adaptive
//          transmission and diversity-combining techniques", doi:10.1109/25.775366 (optimal rate
//          adaptation at constant power); E1: Abramowitz, Stegun 1964, 5.1.11 and 5.1.22.
// Valid:   a scheduler and a link adaptation that follow the fades, many blocks and fades in a message:
//          only the mean is modelled, so EPA, EVA and ETU are alike and the speed does not matter.
// Ignores: outdated reports (they lose more), multi-user diversity (it gains), fades of one message.
// Checked: tests/unit/network/fluid_cells_test.cpp
#pragma once

#include "sim/random.hpp"

namespace lastmile::network::fluid {

/// exp(x) E1(x); REQUIRES: x > 0.
inline double scaled_exponential_integral(double x) {
  if (x >= 1) {
    double fraction = 0;
    for (int k = 80; k >= 1; --k) fraction = k / (1 + k / (x + fraction));
    return 1 / (x + fraction);
  }
  constexpr double euler = 0.57721566490153286;
  double term = -1, sum = 0;
  for (int k = 1; k < 40; ++k) {
    term *= -x / k;
    sum += term / k;
  }
  return portable_exp(x) * (-euler - portable_log(x) + sum);
}

inline double rayleigh_factor(double snr_db) {
  constexpr double ln10 = 2.302585092994046;
  const double snr = portable_exp(ln10 * snr_db / 10);
  return scaled_exponential_integral(1 / snr) / portable_log(1 + snr);
}

}  // namespace lastmile::network::fluid
