// mcs: modulation and coding schemes and channel quality indicators.
//   efficiency = Qm * R [bit per resource element and layer], R = rate_1024 / 1024
// Source:  TS 38.214 tables 5.1.3.1-1, -2, -3 (MCS) and 5.2.2.1-2, -3, -4 (CQI), compared row by
//          row with public listings. The uplink without transform precoding uses the same MCS
//          tables (6.1.4.1).
// Valid:   QPSK to 256-QAM. Ignores: reserved indices of retransmissions, transform precoding,
//          1024-QAM.
// Checked: tests/unit/nr/mcs_test.cpp (efficiencies printed in the standard, monotony, sizes).
//          C++17-clean.
#pragma once

#include <vector>

#include "network/ns3/nr/nr_options.hpp"

namespace lastmile::network::nr {

struct Mcs {
  int order;         ///< Qm: bits a symbol
  double rate_1024;  ///< 1024 times the code rate
  [[nodiscard]] double rate() const { return rate_1024 / 1024; }
  [[nodiscard]] double efficiency() const { return order * rate(); }
};

/// Rows by index. Row 0 of a CQI table is "out of range" (order 0).
const std::vector<Mcs>& mcs_table(NrMcsTable table);
const std::vector<Mcs>& cqi_table(NrMcsTable table);

}  // namespace lastmile::network::nr
