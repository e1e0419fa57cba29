#include "network/ns3/nr/adaptation.hpp"

#include <doctest/doctest.h>

#include "network/ns3/nr/transport_block.hpp"

using namespace lastmile::network;
using namespace lastmile::network::nr;

TEST_CASE("the chosen MCS meets the target and the next does not") {
  NrOptions options;
  const LinkAbstraction link(options.implementation_gap_db);
  const Adaptation adaptation(link, options, 144, 20, 1);
  const auto& table = mcs_table(options.mcs_table);
  for (double db = adaptation.least_db(); db < 30; db += 0.37) {
    const Mcs& chosen = adaptation.choose(db);
    const auto error = [&](const Mcs& mcs) {
      return link.block_error(transport_block_bits(144, 20, mcs, 1), mcs, db);
    };
    CHECK(error(chosen) <= 0.101);
    for (const Mcs& other : table) {
      if (other.efficiency() > chosen.efficiency()) CHECK(error(other) > 0.099);
    }
  }
}

TEST_CASE("a report never promises more than was measured, and loses at most one CQI step") {
  const Adaptation adaptation(LinkAbstraction(0.9), NrOptions{}, 144, 20, 1);
  for (double db = -4; db < 22; db += 0.31) {
    CHECK(adaptation.reported_db(db) <= db);
    CHECK(adaptation.reported_db(db) > db - 4.5);
  }
}

TEST_CASE("the outer loop stands still at its target") {
  OuterLoop loop(0.1);
  for (int i = 0; i < 9; ++i) loop.learn(true);
  loop.learn(false);
  CHECK(loop.offset_db() == doctest::Approx(0));
  for (int i = 0; i < 1000; ++i) loop.learn(false);
  CHECK(loop.offset_db() == doctest::Approx(-15));
}
