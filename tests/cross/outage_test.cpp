// Outages of links at packet level: nothing passes, and TCP goes on when its timer fires.
#include <doctest/doctest.h>

#include <cstdio>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {

struct Technology {
  std::string name;
  std::vector<std::string> world;  ///< node 1 is behind link 0
};

const std::vector<Technology> kAll = {
    {"wire", {"node 0,0", "node 9,0", "wire 0 1 20 10"}},
    {"wifi", {"node 0,0,1", "node 5,0,1", "wifi 0 1"}},
    {"adhoc", {"node 0,0,1", "node 5,0,1", "adhoc 0 1"}},
    {"lte", {"node 0,0,1", "node 5,0,1", "lte 0 1"}},
    {"nr", {"node 0,0", "node 50,0", "nr n78 40 0 0 1"}}};

std::vector<std::string> with(std::vector<std::string> world, const std::vector<std::string>& more) {
  world.insert(world.end(), more.begin(), more.end());
  return world;
}

double done_s(const Traffic& t, std::size_t index) {
  REQUIRE(t.of(index) != nullptr);
  return 1e-9 * static_cast<double>(t.of(index)->finished_ns);
}

}  // namespace

TEST_CASE("tcp goes on after an outage, late by its timer; udp has lost what was sent in it") {
  constexpr double from_s = 0.1, length_s = 2, end_s = from_s + length_s;
  for (const Technology& technology : kAll) {
    CAPTURE(technology.name);
    const std::string outage = "outage 0 0.1 2";
    const Traffic free = run_world(with(technology.world, {"send 0 1 3000000 0", "send 1 0 50000 0"}));
    const Traffic tcp =
        run_world(with(technology.world, {outage, "send 0 1 3000000 0", "send 1 0 50000 500"}));
    REQUIRE(tcp.ended.size() == 2);
    CHECK(tcp.of(0)->ok);
    CHECK(tcp.of(0)->delivered == 3e6);
    CHECK(tcp.of(1)->delivered == 50000);
    CHECK(done_s(tcp, 0) > end_s);
    CHECK(done_s(tcp, 1) > end_s);  // its first packet fell into the outage
    // Doubling: the next try comes at most as long after the outage as the outage was, and a little more.
    const double late_s = done_s(tcp, 0) - done_s(free, 0) - length_s;
    CHECK(late_s < length_s + 0.5);
    const Traffic udp =
        run_world(with(technology.world, {outage, "send 0 1 4000000 0 u", "send 0 1 1000000 1000 u",
                                          "send 0 1 1000000 4000 u"}));
    REQUIRE(udp.ended.size() == 3);
    CHECK(udp.of(0)->delivered > 0);
    CHECK(udp.of(0)->delivered < 4e6);
    CHECK(udp.of(1)->delivered == 0);
    CHECK(udp.of(2)->delivered == 1e6);
    std::printf("%-5s outage of 2 s: 3 MB over tcp at %.3f s (%.3f s without), udp %.0f of 4 MB and "
                "%.0f of 1 MB\n",
                technology.name.c_str(), done_s(tcp, 0), done_s(free, 0), udp.of(0)->delivered,
                udp.of(1)->delivered);
  }
}

TEST_CASE("an outage is on the engine's clock: frozen or not, and whether it is somebody else's link or not") {
  const std::vector<std::string> world = {"node 0,0,1", "node 5,0,1", "node 9,0,1", "wifi 0 1",
                                          "wire 0 2 20 1"};
  const std::vector<std::string> later = {"send 0 1 100000 0", "send 0 1 100000 30500", "send 0 2 100000 30500"};
  const Traffic free = run_world(with(world, later));
  for (const bool frozen : {true, false}) {
    const Traffic out = run_world(with(world, with({"outage 0 30 1"}, later)), {"ns3", 1, frozen});
    CHECK(done_s(out, 1) > 31);
    CHECK(done_s(out, 1) < 32.1);
    CHECK(out.of(2)->took_ns == free.of(2)->took_ns);
  }
}

TEST_CASE("the longest outage that tcp survives is minutes") {
  const Traffic t = run_world({"node 0,0", "node 9,0", "wire 0 1 20 10", "outage 0 0.1 200",
                               "send 0 1 1000000 0"});
  REQUIRE(t.ended.size() == 1);
  CHECK(t.of(0)->ok);
  CHECK(done_s(t, 0) > 200.1);
  CHECK(done_s(t, 0) < 262);  // the timer's limit is 60 s
}

TEST_CASE("a message that tcp gives up has failed, and the next one opens the connection anew") {
  const Traffic t = run_world({"node 0,0", "node 9,0", "wire 0 1 20 10", "outage 0 1 1500", "send 0 1 1000 0",
                               "send 0 1 1000000 900", "send 1 0 1000 900", "send 0 1 1000 2000000"});
  REQUIRE(t.ended.size() == 4);
  CHECK_FALSE(t.of(1)->ok);
  CHECK(t.of(1)->delivered == 0);
  CHECK(t.of(3)->ok);
  CHECK(t.of(3)->took_ns < 100'000'000);
  CHECK(t.in_flight == 0);
}
