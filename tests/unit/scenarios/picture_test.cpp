#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "scenario_text.hpp"
#include "scenarios/host/link_words.hpp"
#include "scenarios/host/picture_layout.hpp"
#include "scenarios/host/radio_figures.hpp"
#include "scenarios/host/topology_picture.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

std::string walkers(int phones, const std::string& more = "") {
  return R"(local lm = require "lastmile"
return lm.scenario {
  name = "fifty & <more>",
  nodes = {
    phones = lm.devices { profile = "raspberry-pi-4", count = )" +
         std::to_string(phones) + R"(,
      position = lm.disc { radius = "40m" },
      motion = lm.random_waypoint { area = lm.area { width = "80m", depth = "80m" }, speed = "1m/s" } },
    west = lm.router { position = lm.at { x = "-20m" } },
    east = lm.router { position = lm.at { x = "20m" } },
    edge = lm.device { profile = "jetson-agx-orin" },
  },
  network = {
    lm.wifi { access_points = { "west", "east" }, stations = "phones", gateway = "edge",
              channels = { 36, 40 }, name = "w" },
    lm.wire { from = "west", to = "edge", rate = "1Gbps" },
    lm.wire { from = "east", to = "edge", rate = "1Gbps" },
  },
  strategies = { lm.strategy { name = "s", inference = lm.place "edge" } },
  )" + more +
         "\n}\n";
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("fifty nodes: every one has a label, none covers another or a marker") {
  const Scenario scenario = load_text(walkers(47));
  const PictureLayout layout(scenario);
  const auto& labels = layout.labels();
  REQUIRE(labels.size() == scenario.topology.nodes.size());
  const double r = layout.marker_radius();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    CAPTURE(labels[i].text);
    for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(labels[i].box.overlaps(labels[j].box));
    for (network::NodeId node = 0; node < scenario.topology.nodes.size(); ++node) {
      const Point p = layout.marker(node);
      CHECK_FALSE(labels[i].box.overlaps({p.x - r + 0.5, p.y - r + 0.5, 2 * r - 1, 2 * r - 1}));
    }
  }
}

TEST_CASE("nodes are where they stand, north up, in one scale; what is only wired stands beside") {
  const Scenario scenario = load_text(walkers(3));
  const PictureLayout layout(scenario);
  const Point origin = layout.to_map({0, 0, 0}), north = layout.to_map({0, 10, 0}),
              east = layout.to_map({10, 0, 0});
  CHECK(origin.y - north.y == doctest::Approx(10 * layout.pixels_per_metre()));
  CHECK(east.x - origin.x == doctest::Approx(10 * layout.pixels_per_metre()));
  CHECK(layout.on_map(0));
  CHECK_FALSE(layout.on_map(5));
  CHECK(layout.marker(5).x > layout.map().x + layout.map().width);
}

TEST_CASE("a thousand nodes are dots, labelled by group") {
  const Scenario scenario = load_text(walkers(1000));
  const PictureLayout layout(scenario);
  REQUIRE(layout.labels().size() == 4);
  CHECK(layout.labels()[0].text == "phones x 1000");
  CHECK(layout.marker_radius() < 3);
}

TEST_CASE("the picture has its parts, and text cannot break it") {
  const std::string svg =
      topology_picture(load_text(walkers(10,
                                         "holes = { lm.hole { center = lm.at { y = \"-30m\" }, "
                                         "radius = \"4m\", loss = \"25dB\" } },")));
  CHECK(contains(svg, "fifty &amp; &lt;more&gt;"));
  CHECK(count(svg, "<polygon") == 2);
  CHECK(count(svg, "class=\"reach") == 2);
  CHECK(count(svg, "class=\"hole\"") == 1);
  CHECK(count(svg, "class=\"area") == 1);
  CHECK(contains(svg, "hole -25 dB"));
  CHECK(contains(svg, "prefers-color-scheme: dark"));
  CHECK(svg.substr(svg.size() - 7) == "</svg>\n");
}

TEST_CASE("figures of a radio link: whom each hears, and how fast") {
  const Scenario scenario = load_text(walkers(20));
  const auto figures = radio_figures(scenario.topology, scenario.topology.links[0]);
  REQUIRE(figures.size() == 20);
  for (const RadioFigures& row : figures) {
    const double x = scenario.topology.nodes[row.member].position.x_m;
    CHECK(row.centre == (x < 0 ? 20u : 21u));
    CHECK(row.signal_dbm > -82);
    CHECK(row.down.value() > 1e5);
  }
  const auto [near, far] =
      std::minmax_element(figures.begin(), figures.end(),
                          [](const auto& a, const auto& b) { return a.metres < b.metres; });
  CHECK(near->signal_dbm > far->signal_dbm);
  CHECK(near->up.value() >= far->up.value());
  CHECK(radio_figures(scenario.topology, scenario.topology.links[1]).empty());
}

TEST_CASE("links and groups in words") {
  const Scenario scenario = load_text(walkers(3, "congestion = \"bbr\","));
  CHECK(words_of(scenario.topology.links[0], scenario.topology) ==
        "Wi-Fi 802.11ax, 2 access points, gateway edge, 3 stations, channels 36, 40, 20 MHz, 1 "
        "stream, 20 dBm");
  CHECK(words_of_group(scenario, scenario.groups[0]) ==
        "phones: 3 x raspberry-pi-4, random waypoint 1 m/s");
  CHECK(words_of_conditions(scenario) ==
        std::vector<std::string>{"TCP's congestion control is BBR"});
}
