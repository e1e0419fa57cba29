// What a scenario may say about networks arrives in the topology, and what it may not is refused.
#include <doctest/doctest.h>

#include <variant>

#include "scenario_text.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

/// Replaces nodes, links and conditions of a small scenario without an application.
std::string scenario(const std::string& nodes, const std::string& links,
                     const std::string& more = "") {
  return "local lm = require \"lastmile\"\nreturn lm.scenario { name = \"n\", strategies = {"
         " lm.strategy { name = \"s\", inference = lm.place \"edge\" } },\nnodes = {\n"
         "edge = lm.device { profile = \"jetson-agx-orin\" },\n" +
         nodes + "\n},\nnetwork = {\n" + links + "\n},\n" + more + "\n}\n";
}

const std::string kAps =
    "ap1 = lm.router { position = lm.at { x = \"10m\" } },\n"
    "ap2 = lm.router { position = lm.at { x = \"60m\" } },\n";
const std::string kPhone =
    "phone = lm.device { profile = \"raspberry-pi-4\", position = lm.at { x = "
    "\"12m\" } },\n";
const std::string kWifi =
    "lm.wifi { access_points = { \"ap1\", \"ap2\" }, stations = \"phone\", "
    "gateway = \"edge\", channels = { 36, 40 }, name = \"w\" },\n";

std::string walking(const std::string& motion, const std::string& more = "") {
  return scenario(
      kAps + "phone = lm.device { profile = \"raspberry-pi-4\", motion = " + motion + more + " },",
      kWifi);
}

template <class Link>
Link first(const std::string& links, const std::string& nodes = kAps + kPhone) {
  return std::get<Link>(load_text(scenario(nodes, links)).topology.links.front());
}

std::string refused(const std::string& links, const std::string& more = "") {
  return error_of(scenario(kAps + kPhone, links, more));
}

}  // namespace

TEST_CASE("Wi-Fi with several access points and channels") {
  const auto link = first<network::WifiLink>(
      "lm.wifi { access_points = { \"ap1\", \"ap2\" }, stations = \"phone\", gateway = \"edge\", "
      "channels = { 36, 40 }, rts = \"500B\", rate_control = \"minstrel\", roam_margin = \"4dB\", "
      "ignore_below = \"-95dBm\" }");
  CHECK(link.access_points == std::vector<network::NodeId>{1, 2});
  CHECK(link.gateway == 0);
  CHECK(link.channels == std::vector<int>{36, 40});
  CHECK(link.rate_control == network::RateControl::minstrel);
  CHECK(link.rts_bytes == 500);
  CHECK(link.roam_margin_db == 4);
  CHECK(link.ignore_below_dbm == -95);
  const auto plain = first<network::WifiLink>(
      "lm.wifi { access_points = { \"ap1\" , \"ap2\" }, stations = { \"phone\", "
      "\"edge\" } }");
  CHECK(plain.gateway == 1);
  CHECK(plain.channels == std::vector<int>{36});
}

TEST_CASE("Wi-Fi Direct is a link whose owner is access point and gateway") {
  const std::string phones =
      "phones = lm.devices { profile = \"raspberry-pi-4\", count = 3, position = "
      "lm.line { spacing = \"2m\", origin = lm.at { x = \"3m\" } } },\n";
  const auto link = first<network::WifiLink>(
      "lm.direct { owner = \"phones[1]\", clients = { \"phones[2]\", \"phones[3]\", \"edge\" } }",
      phones);
  CHECK(link.access_points == std::vector<network::NodeId>{1});
  CHECK(link.gateway == 1);
  CHECK(link.stations == std::vector<network::NodeId>{2, 3, 0});
  CHECK(link.channels == std::vector<int>{149});
}

TEST_CASE("LTE with cells, fading and handover; NR with handover") {
  const auto lte = first<network::LteLink>(
      "lm.lte { cells = { \"ap1\", \"ap2\" }, ues = \"phone\", gateway = \"edge\", fading = "
      "\"eva\", "
      "fading_speed = \"36km/h\", a3_hysteresis = \"2dB\", a3_time = \"128ms\", srs_period = "
      "\"40ms\" }");
  CHECK(lte.cells == std::vector<network::NodeId>{1, 2});
  CHECK(lte.gateway == 0);
  CHECK(lte.fading == network::LteFading::eva);
  CHECK(lte.fading_mps == doctest::Approx(10));
  CHECK(lte.a3_hysteresis_db == 2);
  CHECK(lte.a3_time == std::chrono::milliseconds(128));
  CHECK(lte.srs_period_ms == 40);
  const auto nr = first<network::NrLink>(
      "lm.nr { cells = { \"ap1\", \"ap2\" }, ues = { \"phone\", \"edge\" }, a3_offset = \"5dB\", "
      "a3_time = \"40ms\", handover_interruption = \"20ms\", fading = \"rayleigh\", coherence = "
      "\"2ms\" }");
  CHECK(nr.options.a3_offset_db == 5);
  CHECK(nr.options.a3_time == std::chrono::milliseconds(40));
  CHECK(nr.options.handover_interruption == std::chrono::milliseconds(20));
  CHECK(nr.options.coherence == std::chrono::milliseconds(2));
}

TEST_CASE("radios that sleep, by profile") {
  const auto lte = first<network::LteLink>(
      "lm.lte { site = \"ap1\", ues = { \"phone\", \"ap2\", \"edge\" }, states = "
      "\"lte-phone-2020\" }");
  CHECK(lte.states.profile == "lte-phone-2020");
  CHECK(lte.states.promotion > Duration(0));
  const auto wifi = first<network::WifiLink>(
      "lm.wifi { access_point = \"ap1\", stations = { \"phone\", \"ap2\", \"edge\" }, power_save = "
      "\"wifi-phone-2012\", listen_interval = 3 }");
  CHECK(wifi.power_save.profile == "wifi-phone-2012");
  CHECK(wifi.power_save.listen_interval == 3);
  CHECK(contains(refused("lm.lte { site = \"ap1\", ues = \"phone\", states = \"lte-phone-2021\" }"),
                 "s.lua:11: 'states' in lte{}: unknown radio 'lte-phone-2021'; did you mean"));
  CHECK(contains(refused("lm.nr { cells = \"ap1\", ues = \"phone\", states = \"wifi\" }"),
                 "'states' in nr{}: radio 'wifi' has no RRC states; allowed: lte-phone-2012"));
}

TEST_CASE("wires with jitter, loss and background") {
  const auto wan = first<network::WiredLink>(
      "lm.wan { from = \"ap1\", to = \"edge\", rate = \"1Gbps\", rtt = \"30ms\", jitter = \"2ms\", "
      "loss = 0.01, background = 0.3 }, " +
      kWifi);
  CHECK(wan.jitter == std::chrono::milliseconds(2));
  CHECK(wan.loss == 0.01);
  CHECK(wan.background == 0.3);
}

TEST_CASE("outages, holes, churn and congestion control") {
  const Scenario s = load_text(scenario(
      kAps + kPhone,
      kWifi + "lm.wire { from = \"edge\", to = \"ap1\", rate = \"1Gbps\", name = \"up\" }",
      "outages = { lm.outage { link = \"up\", from = \"10s\", length = \"2s\" } },\n"
      "holes = { lm.hole { center = lm.at { x = \"30m\" }, radius = \"5m\", loss = \"25dB\" } },\n"
      "churn = { lm.churn { nodes = \"phone\", mean_up = \"60s\", mean_down = \"5s\" } },\n"
      "congestion = \"bbr\","));
  REQUIRE(s.topology.outages.size() == 1);
  CHECK(s.topology.outages[0].link == 1);
  CHECK(s.topology.outages[0].from == SimTime(std::chrono::seconds(10)));
  CHECK(s.topology.outages[0].length == std::chrono::seconds(2));
  REQUIRE(s.topology.holes.size() == 1);
  CHECK(s.topology.holes[0].centre.x_m == 30);
  CHECK(s.topology.holes[0].loss_db == 25);
  REQUIRE(s.topology.churn.size() == 1);
  CHECK(s.topology.churn[0].node == 3);
  CHECK(s.topology.churn[0].mean_down == std::chrono::seconds(5));
  CHECK(s.topology.congestion == network::Congestion::bbr);
}

TEST_CASE("an outage of a group's links is one of each") {
  const std::string phones =
      kAps + "phones = lm.devices { profile = \"raspberry-pi-4\", count = 3 },\n";
  const std::string links =
      "lm.wire { from = \"phones\", to = \"ap1\", rate = \"1Mbps\", name = \"dsl\" },"
      "lm.wire { from = \"ap1\", to = \"ap2\", rate = \"1Mbps\", name = \"dslam\" },"
      "lm.wire { from = \"edge\", to = \"ap2\", rate = \"1Mbps\" }";
  const Scenario s = load_text(
      scenario(phones, links,
               "outages = { lm.outage { link = \"dsl\", from = \"1s\", length = \"1s\" } },"));
  CHECK(s.topology.outages.size() == 3);
}

TEST_CASE("a random waypoint starts anywhere in its area unless it is put somewhere") {
  const Scenario s =
      load_text(walking("lm.random_waypoint { area = lm.area { width = \"40m\", depth = "
                        "\"20m\", center = lm.at { x = \"30m\" } }, min_speed = \"1m/s\", "
                        "max_speed = \"2m/s\", pause = \"3s\" }"));
  const network::Node& phone = s.topology.nodes[3];
  const auto& walk = std::get<network::RandomWaypoint>(phone.motion);
  CHECK(walk.area.x_min_m == 10);
  CHECK(walk.area.y_max_m == 10);
  CHECK(walk.slowest_mps == 1);
  CHECK(walk.fastest_mps == 2);
  CHECK(walk.pause == std::chrono::seconds(3));
  CHECK(phone.position.x_m >= 10);
  CHECK(phone.position.x_m <= 50);
  CHECK(phone.position.x_m != 30);
}

TEST_CASE("Gauss-Markov, roads and batteries") {
  const Scenario s = load_text(walking(
      "lm.gauss_markov { area = lm.area { width = \"40m\", depth = \"40m\" }, speed = \"1.4m/s\", "
      "deviation = \"0.5m/s\", memory = 0.9, step = \"2s\" }",
      ", battery = \"10Wh\""));
  const auto& walk = std::get<network::GaussMarkov>(s.topology.nodes[3].motion);
  CHECK(walk.memory == 0.9);
  CHECK(walk.step == std::chrono::seconds(2));
  CHECK(s.batteries[3].value() == 36000);
  CHECK(s.batteries[0].value() == 0);
}

TEST_CASE("cars of one map share it; a street grid has its streets") {
  const std::string cars =
      kAps +
      "red = lm.devices { profile = \"raspberry-pi-4\", count = 2, motion = lm.road_trip { roads = "
      "streets, speed = \"36km/h\" } },\n"
      "blue = lm.device { profile = \"raspberry-pi-4\", motion = lm.road_trip { roads = triangle, "
      "speed = \"10m/s\" } },\n";
  const std::string links =
      "lm.wifi { access_point = \"ap1\", stations = { \"red\", \"blue\", \"edge\", "
      "\"ap2\" } }";
  const Scenario s = load_text(replaced(
      scenario(cars, links), "return",
      "local streets = lm.street_grid { columns = 3, rows = 2, spacing = \"20m\" }\n"
      "local triangle = lm.roads { crossings = { a = lm.at {}, b = lm.at { x = \"9m\" }, c = lm.at "
      "{ y = "
      "\"9m\" } }, roads = { { \"a\", \"b\" }, { \"b\", \"c\" }, { \"c\", \"a\" } } }\nreturn"));
  REQUIRE(s.topology.roads.size() == 2);
  CHECK(s.topology.roads[0].crossings.size() == 6);
  CHECK(s.topology.roads[0].roads.size() == 7);
  CHECK(s.topology.roads[1].crossings[1].x_m == 9);
  CHECK(std::get<network::RoadTrip>(s.topology.nodes[4].motion).roads == 0);
  CHECK(std::get<network::RoadTrip>(s.topology.nodes[5].motion).roads == 1);
  CHECK(std::get<network::RoadTrip>(s.topology.nodes[5].motion).mps == 10);
}

TEST_CASE("tracks come from a file beside the scenario, for a group by node") {
  const TemporaryFolder folder;
  folder.write("walk.csv",
               "time_s,x_m,y_m,node\n0,12,0,phones[1]\n0,20,0,phones[2]\n9,30,0,phones[1]\n");
  const std::string text = scenario(
      kAps +
          "phones = lm.devices { profile = \"raspberry-pi-4\", count = 2, motion = lm.track { "
          "file = \"walk.csv\" } },",
      "lm.wifi { access_points = { \"ap1\", \"ap2\" }, stations = { \"phones\", \"edge\" } }");
  const Scenario s = load_scenario(folder.write("s.lua", text), {});
  CHECK(std::get<network::Track>(s.topology.nodes[3].motion).points.size() == 2);
  CHECK(s.topology.nodes[4].position.x_m == 20);
  CHECK(s.sources.size() == 2);
  const auto wrong = [&](const std::string& csv) {
    folder.write("walk.csv", csv);
    try {
      load_scenario(folder.path() + "/s.lua", {});
    } catch (const ConfigError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(contains(wrong("time_s,x_m,y_m\n0,1,2\n"), "has no column 'node'"));
  CHECK(
      contains(wrong("time_s,x_m,y_m,node\n0,1,2,phones[1]\n"), "no row of the node 'phones[2]'"));
  CHECK(contains(wrong("time_s,x_m,y_m,node\n1,1,2,a\n1,1,2,a\n"), "walk.csv:3: column 'time_s'"));
}

TEST_CASE("either the one key or the other") {
  CHECK(contains(
      refused("lm.wifi { stations = \"phone\" }"),
      "'access_point' is missing in wifi{}: name of a node, or of several: 'access_points'"));
  CHECK(
      contains(refused("lm.wifi { access_point = \"ap1\", access_points = { \"ap2\" }, stations = "
                       "\"phone\" }"),
               "say this or 'access_point', not both"));
  CHECK(contains(
      refused("lm.wifi { access_point = \"ap1\", stations = \"phone\", channel = 36, channels "
              "= { 40 } }"),
      "'channels' in wifi{}: say this or 'channel', not both"));
  CHECK(contains(refused("lm.wifi { access_point = \"ap1\", stations = \"phone\", channels = {} }"),
                 "the list is empty"));
  CHECK(contains(refused("lm.lte { ues = \"phone\" }"), "'site' is missing in lte{}"));
  CHECK(contains(
      error_of(walking("lm.random_waypoint { area = lm.area { width = \"9m\", depth = \"9m\" } }")),
      "say either 'speed', or 'min_speed' and 'max_speed'"));
}

TEST_CASE("links that cannot be are refused where they stand") {
  CHECK(
      contains(refused("lm.wifi { access_point = \"ap1\", stations = \"phone\", channel = 37 }"),
               "s.lua:11: wifi{}: link 'wifi[1]': channel = 37 is not supported; allowed: 36, 40"));
  CHECK(contains(
      refused(kWifi +
              "lm.adhoc { nodes = { \"phone\", \"edge\" }, channel = 36, width = \"40MHz\" }"),
      "overlaps link 'w'"));
  CHECK(contains(refused("lm.lte { site = \"ap1\", ues = \"phone\", srs_period = \"30ms\" }"),
                 "'srs_period' in lte{}: allowed are 2ms, 5ms"));
  CHECK(contains(refused("lm.nr { cells = \"ap1\", ues = \"phone\", band = \"n99\" }"), "n99"));
  CHECK(contains(refused("lm.wire { from = \"ap1\", to = \"edge\", rate = \"1Gbps\", loss = 1 }"),
                 "'loss' in wire{}: 1 is out of range"));
  CHECK(contains(
      refused("lm.wire { from = \"ap1\", to = \"edge\", rate = \"1Gbps\", background = -1 }"),
      "'background' in wire{}"));
}

TEST_CASE("conditions that cannot be are refused where they stand") {
  const auto with = [](const std::string& more) { return refused(kWifi, more); };
  CHECK(contains(with("outages = { lm.outage { link = \"wi\", from = \"1s\", length = \"1s\" } },"),
                 "s.lua:14: 'link' in outage{}: unknown link 'wi'; did you mean 'w'? Known: w"));
  CHECK(contains(with("outages = { lm.outage { link = \"w\", from = \"-1s\", length = \"1s\" } },"),
                 "'from' in outage{}: '-1s' is negative"));
  CHECK(contains(with("outages = { lm.outage { link = \"w\", from = \"1s\", length = \"0s\" } },"),
                 "'length' in outage{}: '0s' is out of range"));
  CHECK(contains(with("outages = lm.outage { link = \"w\", from = \"1s\", length = \"1s\" },"),
                 "expected a list of outage{}"));
  CHECK(contains(with("holes = { lm.hole { radius = \"0m\" } },"),
                 "'radius' in hole{}: '0m' is out of"));
  CHECK(contains(
      with("holes = { lm.hole { center = lm.at { x = \"12m\" }, radius = \"3m\" } },"),
      "s.lua:11: link 'w': 'phone' is out of coverage of every access point at the start"));
  CHECK(contains(
      with("churn = { lm.churn { nodes = \"fone\", mean_up = \"1s\", mean_down = \"1s\" } },"),
      "unknown node 'fone'; did you mean 'phone'?"));
  CHECK(contains(
      with("churn = { lm.churn { nodes = { \"phone\", \"phone\" }, mean_up = \"1s\", mean_down "
           "= \"1s\" } },"),
      "'phone' comes and goes by another churn{} already"));
  CHECK(contains(with("congestion = \"reno\","), "unknown value 'reno'"));
}

TEST_CASE("motions that cannot be are refused where they stand") {
  const std::string area = "area = lm.area { width = \"9m\", depth = \"9m\" }";
  CHECK(contains(error_of(walking("lm.random_waypoint { " + area + ", speed = \"0m/s\" }")),
                 "s.lua:7: 'speed' in random_waypoint{}: '0m/s' is out of range"));
  CHECK(contains(error_of(walking("lm.random_waypoint { " + area + ", speed = \"5\" }")),
                 "'5' lacks a unit: a speed is written with one of m/s, km/h"));
  CHECK(contains(error_of(walking("lm.random_waypoint { " + area +
                                  ", min_speed = \"5m/s\", max_speed = "
                                  "\"1m/s\" }")),
                 "is above 'max_speed'"));
  CHECK(contains(error_of(walking("lm.random_waypoint { " + area + ", speed = \"1m/s\" }",
                                  ", position = lm.at { x = \"12m\" }")),
                 "node 'phone': starts at (12, 0) m, outside its area: x from -4.5 to 4.5 m"));
  CHECK(contains(error_of(walking("lm.track { file = \"none.csv\" }")),
                 "'file' in track{}: cannot read"));
  CHECK(contains(error_of(walking("lm.track { file = \"/etc/passwd\" }")),
                 "not below the scenario's"));
  CHECK(contains(
      error_of(walking("{ lm.track { file = \"a.csv\" }, lm.track { file = \"b.csv\" } }")),
      "'motion' in device{}: expected random_waypoint{}, gauss_markov{}, road_trip{}, track{}, "
      "got a list of 2"));
  const auto roads = [](const std::string& crossings, const std::string& list) {
    return error_of(walking("lm.road_trip { speed = \"9m/s\", roads = lm.roads { crossings = { " +
                            crossings + " }, roads = { " + list + " } } }"));
  };
  CHECK(contains(roads("a = lm.at {}, b = lm.at { x = \"9m\" }", "{ \"a\", \"c\" }"),
                 "'roads' in roads{}: unknown crossing 'c'"));
  CHECK(contains(roads("a = lm.at {}, b = lm.at { x = \"9m\" }, c = lm.at { x = \"99m\" }",
                       "{ \"a\", \"b\" }"),
                 "road map is in pieces"));
  CHECK(
      contains(roads("a = lm.at {}, b = 3", "{ \"a\", \"b\" }"), "NAME = at{}, got the number 3"));
  CHECK(contains(roads("a = lm.at {}, b = lm.at { x = \"9m\" }", "{ \"a\" }"), "for each road"));
  CHECK(contains(
      error_of(scenario(kAps + "phone = lm.device { profile = \"raspberry-pi-4\", battery = "
                               "\"10\" },",
                        kWifi)),
      "'battery' in device{}: '10' lacks a unit"));
}
