#include <doctest/doctest.h>

#include "network/await.hpp"
#include "network/fluid/fluid.hpp"
#include "sim/process.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

Topology pair() {
  Topology t;
  t.nodes = {{"a", {}}, {"b", {}}};
  WiredLink link;
  link.name = "wire";
  link.a = 0, link.b = 1, link.rate = 8_Mbps, link.delay = 1ms;
  t.links = {link};
  return t;
}

Task<> there_and_back(Network& network, std::vector<Outcome>& seen) {
  const Outcome there = co_await transfer(network, Transfer(0, 1, Bytes(1472000), Transport::udp));
  seen.push_back(there);
  seen.push_back(co_await transfer(network, Transfer(1, 0, Bytes(1472000), Transport::udp)));
}

}  // namespace

TEST_CASE("co_await transfer goes on when the bytes are there") {
  Engine engine;
  const auto network = make_fluid(engine, pair());
  Processes processes(engine);
  std::vector<Outcome> seen;
  processes.spawn(there_and_back(*network, seen));
  engine.run();
  REQUIRE(seen.size() == 2);
  CHECK(to_seconds(seen[0].finished) == doctest::Approx(1.503).epsilon(1e-9));
  CHECK(seen[1].started == seen[0].finished);
  CHECK(to_seconds(seen[1].finished) == doctest::Approx(3.006).epsilon(1e-9));
  CHECK(seen[1].delivered.value() == 1472000);
}

TEST_CASE("destroying the waiting process cancels the transfer") {
  Engine engine;
  const auto network = make_fluid(engine, pair());
  Processes processes(engine);
  std::vector<Outcome> seen;
  const ProcessId id = processes.spawn(there_and_back(*network, seen));
  engine.after(500ms, [&] { processes.cancel(id); });
  engine.run();
  CHECK(seen.empty());
  CHECK(network->view().in_flight() == 0);
  CHECK(to_seconds(engine.now()) < 1.504);  // nothing but what was already armed
  CHECK(network->view().link_use(0).carried.value() == doctest::Approx(0.5e6 * 1472 / 1502));
}
