// The tutorial on the move does what it is there to show.
#include <doctest/doctest.h>

#include <set>

#include "../../golden/memory_recorder.hpp"
#include "network/coverage.hpp"
#include "network/mobility/movements.hpp"
#include "scenario_text.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

Scenario mobile(const std::string& radio) {
  return load_scenario("scenarios/tutorial/mobile.lua", {{"radio=" + radio}, 1});
}

network::Heard heard(const network::Topology& topology, network::NodeId node) {
  if (const auto* wifi = std::get_if<network::WifiLink>(&topology.links[0])) {
    return network::best_heard(topology, *wifi, wifi->access_points, node);
  }
  const auto& lte = std::get<network::LteLink>(topology.links[0]);
  return network::best_heard(topology, lte, lte.cells, node);
}

struct Walk {
  int changing = 0;  ///< phones that hear first the one, then the other access point or cell best
  int lost = 0;      ///< phones that hear nobody at some time
};

/// The first 100 s, every second.
Walk walked(const Scenario& scenario) {
  const network::Movements movements(scenario.topology, 1);
  network::Topology now = scenario.topology;
  Walk walk;
  for (const network::NodeId phone : scenario.groups[0].members) {
    std::set<network::NodeId> centres;
    bool lost = false;
    for (int s = 0; s <= 100; ++s) {
      now.nodes[phone].position = movements.at(phone, SimTime(std::chrono::seconds(s)));
      const network::Heard best = heard(now, phone);
      lost = lost || best.margin_db < 0;
      if (best.margin_db >= 0) centres.insert(best.centre);
    }
    walk.changing += centres.size() > 1 ? 1 : 0;
    walk.lost += lost ? 1 : 0;
  }
  return walk;
}

}  // namespace

TEST_CASE(
    "tutorial: phones come from the one access point or cell to the other, and through the hole") {
  CHECK(walked(mobile("wifi")).changing >= 1);
  const Walk drive = walked(mobile("lte"));
  CHECK(drive.changing == 3);
  CHECK(drive.lost >= 1);
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
