// link_abstraction: probability that a transport block is not decoded, from its SINR.
//   code block       p = Q((n C - K + log2(n) / 2) / sqrt(n V)), n = K / (Qm R)
//     K              code block with its parity [bit], n symbols
//     C, V           mean and variance of the information density of Gray-mapped bit-interleaved
//                    QAM [bit, bit^2 per symbol], at the SINR minus the decoder's gap [dB]
//   transport block  1 - (1 - p)^(number of code blocks)
//   several SINRs    EESM, gamma = -beta ln(mean exp(-gamma_i / beta)), beta by MCS
//   HARQ             chase combining: the SINRs of all transmissions of a block add up (linear)
// Source:  Polyanskiy, Poor, Verdu 2010, doi:10.1109/TIT.2010.2043769 (normal approximation);
//          EESM's beta from the public tables of 5G-LENA; gap fitted to the LDPC tables of Sionna
//          (10 % thresholds in the test).
// Valid:   0.11 dB in the mean and 0.33 dB at worst from those tables at 10 % for code blocks of
//          2000 bits, MCS 3 and up. At 1e-5 the slope is the theory's: no error floor. 5G-LENA's
//          thresholds are 2-3 dB higher at high rates: the gap is a parameter.
// Ignores: the coding gain of incremental redundancy (chase is the cautious choice), channel
//          estimation loss, interference that is not Gaussian.
// Checked: tests/unit/nr/link_abstraction_test.cpp.  C++17-clean, portable bits (no libm beyond
//          sqrt).
#pragma once

#include <vector>

#include "network/ns3/nr/mcs.hpp"

namespace lastmile::network::nr {

double db_to_linear(double db);
double linear_to_db(double linear);  ///< REQUIRES linear > 0

/// Mean and variance of the information density of one QAM symbol; order 2, 4, 6 or 8.
struct Information {
  double mean, variance;
};
Information bicm_information(int order, double sinr_db);  ///< from a table, interpolated
Information bicm_information_exact(int order, double sinr_db);

class LinkAbstraction {
 public:
  explicit LinkAbstraction(double gap_db) : gap_db_(gap_db) {}

  [[nodiscard]] double code_block_error(int bits, const Mcs& mcs, double sinr_db) const;
  [[nodiscard]] double block_error(int transport_bits, const Mcs& mcs, double sinr_db) const;
  /// SINR at which a code block of `bits` fails with probability `error`.
  [[nodiscard]] double threshold_db(int bits, const Mcs& mcs, double error) const;

 private:
  double gap_db_;
};

/// EESM's beta of an MCS (by its efficiency in table 1, 256-QAM by its own values).
double eesm_beta(const Mcs& mcs);
/// Effective SINR (linear) of a block whose parts see these SINRs (linear); REQUIRES at least one.
double eesm(const std::vector<double>& sinr, double beta);

}  // namespace lastmile::network::nr
