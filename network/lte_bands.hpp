// lte_bands: FDD channel numbers (EARFCN) of LTE.
//   f = f_low + 100 kHz (N - N_low), downlink and uplink each
// Source:  TS 36.101 table 5.7.3-1; the FDD bands that ns-3 3.37 knows (1-14, 17-21).
// Ignores: which channels at a band's edge a wide carrier may not use; TDD bands.
// Checked: tests/unit/network/lte_bands_test.cpp.  C++17-clean.
#pragma once

#include "network/topology.hpp"

namespace lastmile::network {

struct LteFddBand {
  int band;
  int down_first, down_last;  ///< channel numbers
  double down_mhz;            ///< of the first
  int up_first;
  double up_mhz;
  [[nodiscard]] int up_last() const { return up_first + down_last - down_first; }
};

const std::vector<LteFddBand>& lte_fdd_bands();

/// Throws ConfigError: a channel number in no band, or a pair from two bands, with what is allowed.
void check_lte_carrier(const LteLink& link);
/// Centre frequencies; REQUIRES check_lte_carrier().
double lte_down_hz(const LteLink& link);
double lte_up_hz(const LteLink& link);

}  // namespace lastmile::network
