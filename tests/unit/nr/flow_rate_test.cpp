#include "network/ns3/nr/flow_rate.hpp"

#include <doctest/doctest.h>

#include "network/ns3/nr/transport_block.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::nr;

TEST_CASE("close to the cell: TS 38.306 times the share of symbols") {
  NrOptions options;
  options.layers_down = 4;
  const double peak = peak_rate_bps(1, 273, 4, 8, peak_overhead(1, true));
  const Grid grid(Carrier("n78", 100, 1), options);
  CHECK(flow_rate(options, 50, Direction::down) * 8 ==
        doctest::Approx(peak * grid.share(Direction::down)).epsilon(0.05));
}

TEST_CASE("rates fall with distance; budget by hand") {
  NrOptions options;
  double before = 1e12;
  for (double d = 100; d < 2000; d += 100) {
    const double rate = flow_rate(options, d, Direction::up);
    CHECK(rate <= before);
    before = rate;
  }
  // 44 dBm / 273 blocks, 8 + 18.06 dB of antennas, 83.24 dB (3.55 GHz, 100 m), -109.44 dBm of noise
  // a block
  CHECK(flow_sinr_db(options, 100, Direction::down) ==
        doctest::Approx(44 - 24.362 + 26.062 - 83.261 + 109.437).epsilon(1e-3));
}

TEST_CASE("mean access delays are those that packets show") {
  NrOptions options;
  options.band = "n1";
  options.bandwidth_mhz = 20;
  options.numerology = 0;
  CHECK(to_seconds(access_delay(options, Direction::up)) ==
        doctest::Approx(3.857e-3).epsilon(0.01));
  options.configured_grant = true;
  options.minislot_symbols = 2;
  options.numerology = 2;
  CHECK(to_seconds(access_delay(options, Direction::up)) ==
        doctest::Approx(0.464e-3).epsilon(0.02));
}
