// What a run will take: counted messages by hand, and an estimate that follows the scenario.
#include "scenarios/host/estimate.hpp"

#include <doctest/doctest.h>

#include "scenario_text.hpp"
#include "scenarios/host/packet_cost.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

const TableSchema kTransfers{"transfers",
                             "",
                             {{"from", ColumnType::text, "", ""},
                              {"to", ColumnType::text, "", ""},
                              {"bytes", ColumnType::real, "B", ""},
                              {"start_s", ColumnType::real, "s", ""},
                              {"finish_s", ColumnType::real, "s", ""}}};

Scenario first() { return load_scenario("scenarios/tutorial/first.lua", {}); }

}  // namespace

TEST_CASE("packet cost: messages are counted on every link of their route, overlapping ones once in time") {
  Scenario scenario = load_scenario("scenarios/tutorial/options.lua", {});
  TrafficCounter counter(scenario.topology);
  counter.declare(kTransfers);
  counter.record("transfers", {"cameras[1]", "cloud", 1e6, 1.0, 3.0});  // Wi-Fi, then the WAN
  counter.record("transfers", {"cameras[2]", "edge", 2e6, 2.0, 4.0});   // Wi-Fi alone
  counter.record("transfers", {"cameras[2]", "edge", 2e6, 10.0, 10.5});
  counter.record("requests", {});
  const TrafficByKind traffic = counter.traffic();
  CHECK(traffic.at("wifi").members == 5);
  CHECK(traffic.at("wifi").bytes == doctest::Approx(5e6));
  CHECK(traffic.at("wifi").busy_s == doctest::Approx(3.5));
  CHECK(traffic.at("wire").bytes == doctest::Approx(1e6));
  CHECK(traffic.at("wire").busy_s == doctest::Approx(2));
  CHECK(counter.sent_bytes() == doctest::Approx(5e6));
  CHECK(counter.simulated_s() == doctest::Approx(10.5));
}

TEST_CASE("packet cost: a message within a longer one adds no time, one that bridges two joins them") {
  const Scenario scenario = first();
  TrafficCounter counter(scenario.topology);
  counter.declare(kTransfers);
  for (const auto& [from, to] : {std::pair{2.0, 3.0}, {5.0, 6.0}, {2.5, 7.0}, {1.0, 8.0}}) {
    counter.record("transfers", {"cameras[1]", "edge", 1.0, from, to});
  }
  CHECK(counter.traffic().at("wifi").busy_s == doctest::Approx(7));
}

TEST_CASE("packet cost: more of everything costs more, unknown kinds nothing") {
  const PacketCost little = packet_cost({{"lte", {4, 1e6, 1}}});
  const PacketCost much = packet_cost({{"lte", {4, 1e6, 10}}});
  CHECK(little.cpu_s > 0);
  CHECK(much.cpu_s > 5 * little.cpu_s);
  CHECK(packet_cost({{"pigeon", {4, 1e6, 1}}}).cpu_s == 0);
}

TEST_CASE("estimate: it follows passes, seeds and networks") {
  Scenario scenario = first();
  scenario.data->train_per_device = 40;
  scenario.training->sgd.epochs = 4;
  const RunEstimate once = estimate(scenario, {"fluid"}, 1);
  CHECK(once.runs == 2);
  CHECK(once.trained == 4 * 40 * 4);  // four cameras; the second strategy trains alike
  CHECK(once.sent_bytes > 2 * 4 * 40 * 3072);
  CHECK(once.peak_memory_bytes > 10e6);
  CHECK_FALSE(once.packets);
  CHECK(once.cpu_s == doctest::Approx(once.start_s + once.network_s + once.learning_s));

  scenario.training->sgd.epochs = 8;
  scenario.seeds = {1, 2, 3};
  const RunEstimate more = estimate(scenario, {"fluid", "ns3"}, 4);
  CHECK(more.runs == 12);
  CHECK(more.trained == 2 * 3 * once.trained);
  CHECK(more.packets);
  CHECK(more.longest_s <= more.cpu_s);
  CHECK(more.wall_s >= more.longest_s);
}

TEST_CASE("estimate: what a run would refuse is refused") {
  Scenario scenario = first();
  scenario.workload.reset();
  CHECK_THROWS_AS(estimate(scenario, {"fluid"}, 1), ConfigError);
}
