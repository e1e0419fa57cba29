// Peak rates of full-buffer traffic over a perfect channel against TS 38.306.
#include <doctest/doctest.h>

#include <cstdio>

#include "network/ns3/nr/small_ran.hpp"
#include "network/ns3/nr/transport_block.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {

struct Row {
  const char* band;
  double mhz;
  int mu;
  Direction direction;
  int layers, order;
};

NrOptions options_of(const Row& row) {
  NrOptions options = clear_sky(row.band, row.mhz, row.mu);
  options.mcs_table = row.order == 8 ? NrMcsTable::qam256 : NrMcsTable::qam64;
  (row.direction == Direction::down ? options.layers_down : options.layers_up) = row.layers;
  return options;
}

}  // namespace

TEST_CASE("six configurations within 5 % of TS 38.306") {
  const Row rows[] = {{"n78", 100, 1, Direction::down, 4, 8},  {"n78", 100, 1, Direction::up, 1, 8},
                      {"n1", 20, 0, Direction::down, 2, 8},    {"n1", 20, 0, Direction::up, 1, 6},
                      {"n257", 400, 3, Direction::down, 2, 6}, {"n41", 40, 2, Direction::up, 2, 6}};
  for (const Row& row : rows) {
    const Carrier carrier(row.band, row.mhz, row.mu);
    const bool down = row.direction == Direction::down;
    const double formula = peak_rate_bps(row.mu, carrier.blocks, row.layers, row.order,
                                         peak_overhead(carrier.band->range, down)) *
                           direction_share(options_of(row), down);
    const double seen = full_rate_bps(options_of(row), down);
    std::printf(
        "%-5s %3.0f MHz numerology %d %-4s %d layers order %d: %8.2f Mb/s, formula times share "
        "%8.2f, %+.2f %%\n",
        row.band, row.mhz, row.mu, down ? "down" : "up", row.layers, row.order, seen / 1e6,
        formula / 1e6, (seen / formula - 1) * 100);
    CHECK(std::abs(seen / formula - 1) < 0.05);
  }
}
