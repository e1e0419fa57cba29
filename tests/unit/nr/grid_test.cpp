#include "network/ns3/nr/grid.hpp"

#include <doctest/doctest.h>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {
Grid make(const char* band, double mhz, int mu, int symbols = 14, const char* pattern = "DDDSU",
          const char* special = "10:2:2") {
  NrOptions options;
  options.minislot_symbols = symbols;
  options.tdd_pattern = pattern;
  options.special_slot = special;
  return Grid(Carrier(band, mhz, mu), options);
}
}  // namespace

TEST_CASE("FDD: every slot both ways") {
  const Grid grid = make("n1", 20, 0);
  CHECK(grid.share(Direction::down) == doctest::Approx(1));
  CHECK(grid.share(Direction::up) == doctest::Approx(1));
  CHECK(grid.next(Direction::up, 1).start_ns == 1000000);
  CHECK(grid.next(Direction::up, 1000000).start_ns == 1000000);
  CHECK(grid.last(Direction::down, 999999).start_ns == 0);
  CHECK(grid.last(Direction::down, 0).start_ns == 0);
}

TEST_CASE("TDD: slots of the pattern, special slot split") {
  const Grid grid = make("n78", 100, 1);
  CHECK(grid.share(Direction::down) == doctest::Approx((3 * 14 + 10) / 70.0).epsilon(1e-5));
  CHECK(grid.share(Direction::up) == doctest::Approx((14 + 2) / 70.0).epsilon(1e-5));
  CHECK(grid.next(Direction::up, 0).start_ns == 1500000 + 12 * 500000 / 14);
  CHECK(grid.next(Direction::up, 0).symbols == 2);
  CHECK(grid.next(Direction::up, 2000000).start_ns == 2000000);
  CHECK(grid.next(Direction::up, 2000001).start_ns == 2500000 + 1500000 + 12 * 500000 / 14);
  CHECK(grid.next(Direction::down, 1500001).start_ns == 2500000);
  CHECK(grid.last(Direction::down, 2499999).start_ns == 1500000);
}

TEST_CASE("mini-slots tile the slot") {
  const Grid grid = make("n1", 20, 0, 2);
  CHECK(grid.share(Direction::up) == doctest::Approx(1));
  std::int64_t at = 0;
  for (int i = 0; i < 7; ++i) {
    const Unit unit = grid.next(Direction::up, at);
    CHECK(unit.start_ns == at);
    at = unit.end_ns;
  }
  CHECK(at == 1000000);
  CHECK(make("n1", 20, 0, 4).next(Direction::up, 3 * 4 * 1000000 / 14).symbols == 2);
}

TEST_CASE("a grant leaves N2 symbols after its control symbol") {
  const Grid fdd = make("n1", 20, 0);
  const Unit slot2 = fdd.next(Direction::up, 2000000);
  CHECK(fdd.grant_ns(slot2) == 1000000);
  CHECK(fdd.next_grantable(1000000, -1).start_ns == 2000000);
  CHECK(fdd.next_grantable(1000001, -1).start_ns == 3000000);
  CHECK(fdd.next_grantable(1000000, 2000000).start_ns == 3000000);
  const Grid mu2 =
      make("n41", 20, 2, 14, "DU", "10:2:2");  // 1 + 23 symbols: not the slot just before
  CHECK(mu2.grant_ns(mu2.next(Direction::up, 750000)) == 0);
}

TEST_CASE("bad patterns are refused") {
  CHECK_THROWS_AS(make("n78", 100, 1, 14, "DDDD"), ConfigError);
  CHECK_THROWS_AS(make("n78", 100, 1, 14, "DDXU"), ConfigError);
  CHECK_THROWS_AS(make("n78", 100, 1, 14, "DSU", "10:2:3"), ConfigError);
  CHECK_THROWS_AS(make("n78", 100, 1, 14, "DSU", "12:2"), ConfigError);
  CHECK_THROWS_AS(make("n78", 100, 1, 3), ConfigError);
}
