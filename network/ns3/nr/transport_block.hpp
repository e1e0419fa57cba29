// transport_block: bits of a transport block, its code blocks, and the peak rate of a carrier.
//   N'_RE = 12 symbols - DM-RS - overhead (per block and slot), N_RE = min(156, N'_RE) * blocks
//   N_info = N_RE * R * Qm * layers; quantised, and read from table 5.1.3.2-1 up to 3824 bits
//   base graph 2 if A <= 292, or R <= 1/4, or (A <= 3824 and R <= 0.67), else 1
//   code blocks C = 1 or ceil(B / (Kcb - 24)), Kcb = 8448 (graph 1) or 3840 (graph 2), B = A + 24
//         (A + 16 up to A = 3824)
//   peak rate = layers * Qm * 948/1024 * 12 blocks / T_s * (1 - overhead), T_s = 1 ms / (14 * 2^mu)
// Source:  TS 38.214 5.1.3.2; TS 38.212 5.2.2, 6.2.2, 7.2.2; TS 38.306 4.1.2 (overheads 0.14 and
//          0.18 down, 0.08 and 0.10 up, in frequency range 1 and 2).
// Ignores: limited-buffer rate matching, scaling factors, filler bits of the lifting sizes.
// Checked: tests/unit/nr/transport_block_test.cpp.  C++17-clean, integers wherever the standard has
//          them.
#pragma once

#include "network/ns3/nr/mcs.hpp"

namespace lastmile::network::nr {

/// Resource elements for data in one resource block; REQUIRES 1-14 symbols.
int data_elements(int symbols, int dmrs_elements, int overhead_elements);

/// Bits of a transport block over `blocks` resource blocks with `elements` (above) each; 0 for no
//blocks.
int transport_block_bits(int elements, int blocks, const Mcs& mcs, int layers);

struct Segmentation {
  int graph;   ///< LDPC base graph
  int blocks;  ///< C
  int bits;    ///< of one code block, parities included, rounded up
};
Segmentation code_blocks(int transport_bits, double code_rate);

/// Peak rate of one carrier in bit/s, while all symbols are in this direction.
double peak_rate_bps(int numerology, int blocks, int layers, int order, double overhead);
double peak_overhead(int frequency_range, bool down);

}  // namespace lastmile::network::nr
