// Coverage holes and outages as every backend reads them.
#include <doctest/doctest.h>

#include "network/mobility/holes.hpp"
#include "network/mobility/outages.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace std::chrono_literals;

TEST_CASE("a hole counts once however many ends stand in it, and holes add up") {
  const std::vector<CoverageHole> holes = {{{0, 0, 50}, 10, 30}, {{8, 0, 0}, 10, 7}};
  const Position far{100, 0, 0}, edge{-10, 0, 1.5}, both{4, 0, 0}, second{18, 0, 0};
  CHECK(hole_loss_db(holes, far, far) == 0);
  CHECK(hole_loss_db(holes, far, edge) == 30);  // the height of its centre does not matter
  CHECK(hole_loss_db(holes, edge, far) == 30);
  CHECK(hole_loss_db(holes, edge, edge) == 30);
  CHECK(hole_loss_db(holes, both, far) == 37);
  CHECK(hole_loss_db(holes, edge, second) == 37);
  CHECK(hole_loss_db({}, both, far) == 0);
}

TEST_CASE("outages of a link: from when on, until when, and when it changes next") {
  Topology t;
  t.links.resize(2);
  const auto at = [](Duration d) { return kTimeZero + d; };
  t.outages = {{1, at(10s), 2s}, {1, at(3s), 1s}, {1, at(11s), 5s}, {1, at(16s), 1s}, {1, at(30s), 0s}};
  const OutageTimes outages(t);
  CHECK_FALSE(outages.any(0));
  CHECK(outages.any(1));
  CHECK_FALSE(outages.out(0, at(3s)));
  CHECK_FALSE(outages.out(1, at(3s) - 1ns));
  CHECK(outages.out(1, at(3s)));
  CHECK(outages.out(1, at(4s) - 1ns));
  CHECK_FALSE(outages.out(1, at(4s)));
  CHECK(outages.out(1, at(16s)));
  CHECK_FALSE(outages.out(1, at(17s)));
  CHECK_FALSE(outages.out(1, at(30s)));
  CHECK(outages.next_change(1, at(0s)) == at(3s));
  CHECK(outages.next_change(1, at(3s)) == at(4s));
  CHECK(outages.next_change(1, at(4s)) == at(10s));
  CHECK(outages.next_change(1, at(10s)) == at(17s));  // three that touch are one
  CHECK(outages.next_change(1, at(17s)) == kNever);
  CHECK(outages.next_change(0, at(0s)) == kNever);
}
