// Scenarios with random damage either load or are refused with a ConfigError; nothing else happens.
#include <doctest/doctest.h>

#include <string>

#include "../unit/scenarios/scenario_text.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

std::string damaged(std::string text, RandomStream& random) {
  const std::uint64_t wounds = 1 + random.below(3);
  for (std::uint64_t i = 0; i < wounds && !text.empty(); ++i) {
    const std::size_t at = random.below(text.size());
    const std::size_t length = std::min<std::size_t>(random.below(12), text.size() - at);
    switch (random.below(4)) {
      case 0: text.erase(at, length); break;
      case 1: text[at] = static_cast<char>(random.below(256)); break;
      case 2: text.insert(at, text.substr(random.below(text.size()), length)); break;
      default: text.insert(at, std::to_string(random.next_u64() >> random.below(64))); break;
    }
  }
  return text;
}

}  // namespace

namespace {

/// Everything that a scenario may say about networks.
const std::string kMoving = R"(local lm = require "lastmile"
local town = lm.roads { crossings = { a = lm.at {}, b = lm.at { x = "40m" }, c = lm.at { y = "30m" } },
                        roads = { { "a", "b" }, { "b", "c" } } }
return lm.scenario {
  name = "moving",
  nodes = {
    phones = lm.devices { profile = "raspberry-pi-4", count = 3, battery = "10Wh", motion =
      lm.random_waypoint { area = lm.area { width = "50m", depth = "40m" }, speed = "1.5m/s", pause = "2s" } },
    drone = lm.device { profile = "raspberry-pi-4", motion = lm.gauss_markov { area = lm.area { width = "9m",
      depth = "9m" }, speed = "5m/s", deviation = "1m/s", memory = 0.8, step = "1s" } },
    car = lm.device { profile = "raspberry-pi-4", motion = lm.road_trip { roads = town, speed = "30km/h" } },
    west = lm.router { position = lm.at { x = "-20m" } },
    east = lm.router { position = lm.at { x = "25m" } },
    edge = lm.device { profile = "jetson-agx-orin" },
  },
  network = {
    lm.wifi { name = "w", access_points = { "west", "east" }, gateway = "edge", channels = { 36, 40 },
              stations = { "phones", "drone" }, roam_margin = "5dB", rts = "500B", ignore_below = "-95dBm" },
    lm.lte { cells = { "west", "east" }, gateway = "edge", ues = "car", fading = "epa", fading_speed = "3m/s",
             a3_hysteresis = "2dB", a3_time = "128ms", srs_period = "40ms", states = "lte-phone-2020" },
    lm.wire { from = "east", to = "edge", rate = "1Gbps", jitter = "1ms", loss = 0.01, background = 0.2 },
  },
  outages = { lm.outage { link = "w", from = "5s", length = "1s" } },
  holes = { lm.hole { center = lm.at { y = "90m" }, radius = "5m", loss = "20dB" } },
  churn = { lm.churn { nodes = { "phones", "car" }, mean_up = "30s", mean_down = "3s" } },
  congestion = "bbr", record = { "links" }, record_interval = "2s",
  strategies = { lm.strategy { name = "s", inference = lm.place "edge" } },
}
)";

}  // namespace

TEST_CASE("damaged scenarios of moving networks are refused or load") {
  RandomStream random(2, "fuzz/network");
  const TemporaryFolder folder;
  load_scenario(folder.write("s.lua", kMoving), {});
  int refused = 0, loaded = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string text = damaged(kMoving, random);
    CAPTURE(text);
    const std::string file = folder.write("s.lua", text);
    try {
      load_scenario(file, {});
      ++loaded;
    } catch (const ConfigError&) {
      ++refused;
    }
  }
  CHECK(refused > 100);
  CHECK(loaded > 10);
}

TEST_CASE("damaged scenarios are refused or load") {
  RandomStream random(1, "fuzz/scenario");
  const TemporaryFolder folder;
  int refused = 0, loaded = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string text = damaged(kGoodScenario, random);
    CAPTURE(text);
    const std::string file = folder.write("s.lua", text);
    try {
      load_scenario(file, {});
      ++loaded;
    } catch (const ConfigError&) {
      ++refused;
    }
  }
  CHECK(refused > 100);
  CHECK(loaded > 10);
}
