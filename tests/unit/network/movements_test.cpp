#include <doctest/doctest.h>

#include <cmath>

#include "network/mobility/movements.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace std::chrono_literals;

namespace {

constexpr Area kYard{0, 0, 100, 50};

Topology one(const Motion& motion, Position start = {10, 10, 1.5}) {
  Topology topology;
  topology.nodes.push_back({"walker", start, motion});
  return topology;
}

SimTime at_s(double s) { return kTimeZero + seconds(s); }

bool inside(const Position& p) {
  return p.x_m >= kYard.x_min_m && p.x_m <= kYard.x_max_m && p.y_m >= kYard.y_min_m &&
         p.y_m <= kYard.y_max_m;
}

}  // namespace

TEST_CASE("who stands still stands where it was put") {
  const Topology t = one(Still());
  const Movements movements(t, 1);
  CHECK_FALSE(movements.any());
  CHECK(movements.at(0, at_s(1e6)).x_m == 10);
  CHECK(movements.speed_mps(0, at_s(5)) == 0);
}

TEST_CASE("a random waypoint walk keeps to its area, its speeds and its pauses") {
  const Topology t = one(RandomWaypoint{kYard, 1, 3, 2s});
  const Movements movements(t, 7);
  int paused = 0;
  for (int i = 0; i < 20000; ++i) {
    const double mps = movements.speed_mps(0, at_s(i * 0.5));
    CHECK(inside(movements.at(0, at_s(i * 0.5))));
    if (mps == 0) ++paused;
    else CHECK((mps >= 0.999 && mps <= 3.001));
  }
  CHECK(paused > 500);
  CHECK(movements.at(0, at_s(0)).z_m == 1.5);
  CHECK(movements.at(0, at_s(9000)).z_m == 1.5);
}

TEST_CASE("positions do not depend on the order in which they are asked for, or on other nodes") {
  const Motion walk = RandomWaypoint{kYard, 1, 3, 2s};
  const Topology alone = one(walk);
  Topology two = alone;
  two.nodes.insert(two.nodes.begin(), Node{"other", {}, walk});
  const Movements first(alone, 3), second(two, 3);
  const Position late = first.at(0, at_s(5000)), early = first.at(0, at_s(100));
  CHECK(second.at(1, at_s(100)).x_m == early.x_m);
  CHECK(second.at(1, at_s(5000)).x_m == late.x_m);
  CHECK(second.at(0, at_s(100)).x_m != early.x_m);
}

TEST_CASE("Gauss-Markov keeps inside, has its mean speed and turns gradually") {
  const Topology t = one(GaussMarkov{kYard, 2, 0.5, 0.9, 1s});
  const Movements movements(t, 5);
  double sum = 0, turned = 0;
  constexpr int steps = 20000;
  Position before = movements.at(0, at_s(0)), now = movements.at(0, at_s(1));
  for (int i = 2; i < steps; ++i) {
    const Position then = movements.at(0, at_s(i));
    CHECK(inside(then));
    sum += distance_m(now, then);
    const double ax = now.x_m - before.x_m, ay = now.y_m - before.y_m;
    const double bx = then.x_m - now.x_m, by = then.y_m - now.y_m;
    if (ax * bx + ay * by < 0) turned += 1;
    before = now;
    now = then;
  }
  // Two components of standard deviation 0.5 around 2 m/s; reflections shorten a few steps.
  CHECK(sum / steps == doctest::Approx(std::sqrt(4 + 2 * 0.25)).epsilon(0.1));
  CHECK(turned / steps < 0.1);
}

TEST_CASE("a vehicle stays on its roads and turns back only at dead ends") {
  Topology t = one(RoadTrip{0, 10}, {90, 5, 0});
  t.roads.push_back({{{0, 0, 0}, {100, 0, 0}, {100, 100, 0}, {0, 100, 0}, {200, 0, 0}},
                     {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {1, 4}}});
  const Movements movements(t, 2);
  CHECK(movements.at(0, at_s(0)).x_m == 100);
  for (int i = 0; i < 1000; ++i) {
    const Position p = movements.at(0, at_s(i));
    const bool along_x = std::abs(p.y_m) < 1e-6 || std::abs(p.y_m - 100) < 1e-6;
    const bool along_y = std::abs(p.x_m) < 1e-6 || std::abs(p.x_m - 100) < 1e-6;
    CHECK((along_x || along_y));
    CHECK(movements.speed_mps(0, at_s(i + 0.5)) == doctest::Approx(10));
  }
}

TEST_CASE("a track is followed from point to point and its ends are stood at") {
  const Topology t = one(Track{{{at_s(10), {0, 0, 0}}, {at_s(20), {100, 0, 0}}, {at_s(30), {100, 50, 0}}}});
  const Movements movements(t, 1);
  CHECK(movements.at(0, at_s(0)).x_m == 0);
  CHECK(movements.at(0, at_s(15)).x_m == doctest::Approx(50));
  CHECK(movements.at(0, at_s(25)).y_m == doctest::Approx(25));
  CHECK(movements.at(0, at_s(1000)).y_m == 50);
}

TEST_CASE("a velocity points along the leg") {
  const Topology t = one(Track{{{at_s(10), {10, 10, 1.5}}, {at_s(20), {40, 50, 1.5}}}});
  const Movements movements(t, 1);
  CHECK(movements.velocity(0, at_s(5)).x_m == 0);
  CHECK(movements.velocity(0, at_s(15)).x_m == doctest::Approx(3));
  CHECK(movements.velocity(0, at_s(15)).y_m == doctest::Approx(4));
  CHECK(movements.velocity(0, at_s(15)).z_m == 0);
  CHECK(movements.velocity(0, at_s(25)).x_m == 0);
}
