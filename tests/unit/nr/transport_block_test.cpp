#include "network/ns3/nr/transport_block.hpp"

#include <doctest/doctest.h>

#include <cstdio>

#include "network/ns3/nr/carrier.hpp"

using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {
const auto& kQam64 = mcs_table(NrMcsTable::qam64);
const auto& kQam256 = mcs_table(NrMcsTable::qam256);
}  // namespace

TEST_CASE("sizes worked out by hand from 5.1.3.2") {
  // 10 blocks * 120 elements, QPSK 120/1024: N_info = 281.25 -> n = 3 -> 280 -> 288
  CHECK(transport_block_bits(120, 10, kQam64[0], 1) == 288);
  // 1 block * 12: N_info = 2.8 -> the floor of 24
  CHECK(transport_block_bits(12, 1, kQam64[0], 1) == 24);
  // 20 * 156, 16-QAM 658/1024: N_info = 8019.4 -> n = 7 -> round(62.46) * 128 = 7936 -> 7936 (R >
  // 1/4, one part)
  CHECK(transport_block_bits(156, 20, kQam64[16], 1) == 7936);
  // 100 * 156, QPSK 120/1024: N_info = 3656.25 -> n = 5 -> 3648 -> 3752
  CHECK(transport_block_bits(156, 100, kQam64[0], 1) == 3752);
  // 150 * 156, QPSK 157/1024: N_info = 7175.4 -> n = 7 -> 7168; R < 1/4: C = 2, 16 * ceil(7192 /
  // 16) - 24
  CHECK(transport_block_bits(156, 150, kQam64[1], 1) == 7176);
  // 273 * 144, 256-QAM 948/1024, 4 layers: N_info = 1164618, n = 15, 36 steps; C = 141: 8 * 141 *
  // 1046 - 24
  CHECK(transport_block_bits(144, 273, kQam256[27], 4) == 1179864);
  CHECK(transport_block_bits(144, 0, kQam256[27], 4) == 0);
}

TEST_CASE("more than 156 elements of a block are never counted") {
  CHECK(transport_block_bits(168, 50, kQam64[20], 2) ==
        transport_block_bits(156, 50, kQam64[20], 2));
}

TEST_CASE("sizes are whole bytes, grow with blocks, and stay near rate times elements") {
  for (const Mcs& mcs : kQam256) {
    int before = 0;
    for (int blocks = 1; blocks <= 273; ++blocks) {
      const int bits = transport_block_bits(144, blocks, mcs, 2);
      CHECK(bits % 8 == 0);
      CHECK(bits >= before);
      const double exact = 144 * blocks * 2 * mcs.efficiency();
      if (exact > 100) CHECK(std::abs(bits / exact - 1) < 0.11);
      before = bits;
    }
  }
}

TEST_CASE("code blocks: base graph, number and largest size") {
  CHECK(code_blocks(292, 0.9).graph == 2);
  CHECK(code_blocks(293, 0.9).graph == 1);
  CHECK(code_blocks(3824, 0.67).graph == 2);
  CHECK(code_blocks(3832, 0.67).graph == 1);
  CHECK(code_blocks(100000, 0.25).graph == 2);
  CHECK(code_blocks(8424, 0.5).blocks == 1);
  CHECK(code_blocks(8432, 0.5).blocks == 2);
  CHECK(code_blocks(1179864, 0.93).blocks == 141);
  CHECK(code_blocks(1179864, 0.93).bits <= 8448);
}

TEST_CASE("peak rates of TS 38.306") {
  struct Row {
    const char* name;
    double mbps;
    double reference;
  };
  const Row rows[] = {
      {"n78 100 MHz mu 1, down, 4 layers, 256-QAM",
       peak_rate_bps(1, Carrier("n78", 100, 1).blocks, 4, 8, peak_overhead(1, true)) / 1e6,
       2337.00},
      {"n78 100 MHz mu 1, up, 1 layer, 256-QAM",
       peak_rate_bps(1, Carrier("n78", 100, 1).blocks, 1, 8, peak_overhead(1, false)) / 1e6,
       625.01},
      {"n1 20 MHz mu 0, down, 2 layers, 256-QAM",
       peak_rate_bps(0, Carrier("n1", 20, 0).blocks, 2, 8, peak_overhead(1, true)) / 1e6, 226.85},
      {"n257 400 MHz mu 3, down, 2 layers, 64-QAM",
       peak_rate_bps(3, Carrier("n257", 400, 3).blocks, 2, 6, peak_overhead(2, true)) / 1e6,
       3232.26}};
  for (const Row& row : rows) {
    std::printf("%-46s %9.2f Mb/s\n", row.name, row.mbps);
    CHECK(std::abs(row.mbps - row.reference) < 0.01);
  }
}
