// The tutorial on the move does what it is there to show.
#include <doctest/doctest.h>

#include <set>

#include "../../golden/memory_recorder.hpp"
#include "network/mobility/movements.hpp"
#include "scenario_text.hpp"
#include "scenarios/host/radio_figures.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

Scenario mobile(const std::string& radio) {
  return load_scenario("scenarios/tutorial/mobile.lua", {{"radio=" + radio}, 1});
}

/// Who is heard best in the course of 100 s, by how many of the phones at least two.
int phones_that_change(const Scenario& scenario) {
  const network::Movements movements(scenario.topology, 1);
  network::Topology now = scenario.topology;
  std::vector<std::set<network::NodeId>> heard(scenario.topology.nodes.size());
  for (int s = 0; s <= 100; s += 2) {
    for (network::NodeId node = 0; node < now.nodes.size(); ++node) {
      now.nodes[node].position = movements.at(node, SimTime(std::chrono::seconds(s)));
    }
    for (const RadioFigures& row : radio_figures(now, now.links[0]))
      heard[row.member].insert(row.centre);
  }
  int changing = 0;
  for (const auto& centres : heard) changing += centres.size() > 1 ? 1 : 0;
  return changing;
}

}  // namespace

TEST_CASE("tutorial: phones come from the one access point or cell to the other") {
  CHECK(phones_that_change(mobile("wifi")) >= 1);
  CHECK(phones_that_change(mobile("lte")) == 3);
}

TEST_CASE("tutorial: it runs, every request is answered, both links carry something") {
  for (const char* radio : {"wifi", "lte"}) {
    CAPTURE(radio);
    const Scenario scenario = mobile(radio);
    MemoryRecorder recorder;
    RunSettings settings;
    settings.network = "fluid";
    settings.compute = scenario.compute;
    settings.record.links = true;
    simulate(scenario, scenario.strategies[1], settings, recorder);
    CHECK(recorder.rows("requests").size() == 60);
    std::set<std::string> links;
    for (const Row& row : recorder.rows("links")) links.insert(recorder.text("links", row, "link"));
    CHECK(links == std::set<std::string>{"radio", "uplink"});
  }
}
