// Nodes that move, and coverage holes, at packet level.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {

double took_ms(const Traffic& t, std::size_t index) {
  REQUIRE(t.of(index) != nullptr);
  return 1e-6 * static_cast<double>(t.of(index)->took_ns);
}

struct Place {
  std::string link, near, far;
};

const std::vector<Place> kPlaces = {
    {"wifi 0 1", "5,0,1", "60,0,1"}, {"lte 0 1", "5,0,1", "6000,0,1"}, {"nr n78 40 0 0 1", "50,0", "6000,0"}};

}  // namespace

// The second transfer begins after the journey, of which a frozen ns-3 has seen nothing.
TEST_CASE("a node that moved while ns-3 stood still is where the engine's clock says") {
  const std::vector<std::string> sends = {"send 0 1 1000000 0", "send 0 1 1000000 40000"};
  for (const Place& p : kPlaces) {
    CAPTURE(p.link);
    const auto run = [&](const std::string& node, bool frozen) {
      return run_world({"node 0,0,0", "node " + node, p.link, sends[0], sends[1]}, {"ns3", 1, frozen});
    };
    const std::string journey = p.near + " track 20 " + p.near + " 30 " + p.far;
    const Traffic near = run(p.near, true), far = run(p.far, true), moved = run(journey, true);
    std::printf("%-16s 1 MB near %.1f ms, far %.1f ms, moved from near to far %.1f ms\n", p.link.c_str(),
                took_ms(near, 1), took_ms(far, 1), took_ms(moved, 1));
    // Whoever may roam is behind a distribution system (wifi_cells.hpp): the same for both.
    const Traffic stayed = run(p.near + " track 20 " + p.near + " 30 " + p.near, true);
    CHECK(took_ms(moved, 0) == took_ms(stayed, 0));
    CHECK(took_ms(far, 1) > 1.3 * took_ms(near, 1));
    CHECK(std::abs(took_ms(moved, 1) / took_ms(far, 1) - 1) < 0.1);
    CHECK(moved.frozen_ns > 35'000'000'000);
    const Traffic running = run(journey, false);
    CHECK(std::abs(took_ms(running, 1) / took_ms(moved, 1) - 1) < 0.1);
  }
}

TEST_CASE("a hole takes its loss once, wherever an end stands in it, and only there") {
  for (const Place& p : kPlaces) {
    CAPTURE(p.link);
    const bool lte = p.link[0] == 'l';
    const std::string place = lte ? "2000,0,1" : p.near, loss = lte ? " 14" : p.link[0] == 'w' ? " 24" : " 80";
    const auto ms = [&](const std::string& hole) {
      return took_ms(run_world({"node 0,0,0", "node " + place, p.link, hole, "send 0 1 1000000 0"}), 0);
    };
    const double elsewhere = ms("hole 0,9000 10" + loss);
    const double receiver = ms("hole " + place + " 2" + loss), sender = ms("hole 0,0 2" + loss);
    const double both = ms("hole 0,0 5000" + loss);
    std::printf("%-16s 1 MB without hole %.1f ms, with%s dB %.1f ms\n", p.link.c_str(), elsewhere,
                loss.c_str(), receiver);
    CHECK(receiver > 1.2 * elsewhere);
    CHECK(sender == receiver);
    CHECK(both == receiver);
  }
}

TEST_CASE("through a hole that nothing passes, tcp loses time and no byte") {
  const Traffic t = run_world({"node 0,0,1", "node 5,0,1 track 1 5,0,1 2 60,0,1 4 60,0,1 5 5,0,1", "wifi 0 1",
                               "hole 60,0 20 200", "send 0 1 20000000 0", "send 1 0 50000 2500"});
  REQUIRE(t.ended.size() == 2);
  CHECK(t.of(0)->delivered == 20e6);
  CHECK(t.of(1)->delivered == 50000);
  CHECK(t.of(1)->finished_ns > 4'300'000'000);
}

// Between cells 6 km apart: from the far one an upload takes eight times as long.
TEST_CASE("nr: handover on the way, tcp both ways and no byte lost") {
  const std::string cells = "nr n78 20 0,1 0 2";
  const auto run = [&](const std::string& ue, const std::string& link) {
    return run_world({"node 0,0", "node 6000,0", "node " + ue, link, "send 0 2 40000000 0",
                      "send 2 0 12000000 0", "send 2 0 1000000 30000"});
  };
  const Traffic driven = run("50,0 track 0 50,0 10 5950,0", cells);
  const Traffic stayed = run("50,0", cells);
  REQUIRE(driven.ended.size() == 3);
  CHECK(driven.of(0)->delivered == 40e6);
  CHECK(driven.of(1)->delivered == 12e6);
  CHECK(driven.carried.front() == 53e6);
  CHECK(took_ms(driven, 0) > took_ms(stayed, 0));
  CHECK(std::abs(took_ms(driven, 2) / took_ms(stayed, 2) - 1) < 0.1);
  std::printf("nr drive of 6 km in 10 s: 40 MB down in %.2f s (%.2f s at the first cell), "
              "12 MB up in %.2f s (%.2f s)\n",
              1e-3 * took_ms(driven, 0), 1e-3 * took_ms(stayed, 0), 1e-3 * took_ms(driven, 1),
              1e-3 * took_ms(stayed, 1));
}

TEST_CASE("nr: out of every cell's coverage on the way is an outage, at the start an error") {
  const std::string cell = "nr n78 20 0 0 1", hole = "hole 250,0 100 150";
  const Traffic t = run_world({"node 0,0", "node 50,0 track 1 50,0 2 250,0 5 250,0 6 50,0", cell, hole,
                               "send 0 1 20000000 0", "send 1 0 50000 3000"});
  REQUIRE(t.ended.size() == 2);
  CHECK(t.of(0)->delivered == 20e6);
  CHECK(t.of(1)->delivered == 50000);
  CHECK(t.of(1)->finished_ns > 5'500'000'000);  // it is back at 150 m
  CHECK(t.of(1)->finished_ns < 7'000'000'000);
  const Printed error = print_world({"node 0,0", "node 250,0", cell, hole, "send 0 1 1000 0"});
  CHECK(error.status == 2);
  CHECK(error.text.find("'n1'") != std::string::npos);
}
