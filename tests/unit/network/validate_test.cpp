#include <doctest/doctest.h>

#include <limits>

#include "network/coverage.hpp"
#include "network/mobility/track_file.hpp"
#include "network/routes.hpp"
#include "network/validate.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

/// An access point and two stations, a wire to a server.
Topology good() {
  Topology t;
  t.nodes = {{"ap", {}, {}}, {"a", {5, 0, 0}, {}}, {"b", {0, 5, 0}, {}}, {"server", {}, {}}};
  WifiLink wifi;
  wifi.name = "w";
  wifi.access_points = {0};
  wifi.stations = {1, 2};
  WiredLink wire;
  wire.name = "x";
  wire.a = 0;
  wire.b = 3;
  wire.rate = 100_Mbps;
  t.links = {wifi, wire};
  return t;
}

template <class Change>
std::string complaint(Change change) {
  Topology t = good();
  change(t);
  try {
    validate(t);
    for (const Link& link : t.links) validate_coverage(t, link);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& where, const char* what) {
  return where.find(what) != std::string::npos;
}

std::string moved(const Motion& motion, const RoadMap& map = {}) {
  return complaint([&](Topology& t) {
    t.nodes[1].motion = motion;
    t.roads = {map};
  });
}

AdhocLink adhoc(int channel, int width_mhz) {
  AdhocLink link;
  link.name = "d2d";
  link.members = {1, 2};
  link.channel = channel;
  link.width_mhz = width_mhz;
  return link;
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr Area kArea{-10, -10, 10, 10};

}  // namespace

TEST_CASE("channels are the same or apart, never overlapping in part") {
  const auto with = [](int wifi, int wifi_mhz, int other, int other_mhz) {
    return complaint([&](Topology& t) {
      auto& link = std::get<WifiLink>(t.links[0]);
      link.channels = {wifi};
      link.width_mhz = wifi_mhz;
      t.links.emplace_back(adhoc(other, other_mhz));
    });
  };
  CHECK(with(36, 20, 36, 20) == "");
  CHECK(with(36, 40, 36, 40) == "");
  CHECK(with(36, 40, 44, 20) == "");
  CHECK(with(36, 80, 52, 80) == "");
  CHECK(has(with(36, 40, 40, 20),
            "link 'd2d' on channel 40 (20 MHz: 40-40) overlaps link 'w' on "
            "channel 36 (40 MHz: 36-40) in part"));
  CHECK(has(with(36, 20, 36, 40), "same channel and width"));
  CHECK(has(with(44, 40, 36, 80), "overlaps"));
}

TEST_CASE("access points of one link may share or reuse channels") {
  const auto with = [](std::vector<int> channels, int width_mhz) {
    return complaint([&](Topology& t) {
      auto& link = std::get<WifiLink>(t.links[0]);
      link.channels = std::move(channels);
      link.width_mhz = width_mhz;
    });
  };
  CHECK(with({36, 40, 36}, 20) == "");
  CHECK(with({}, 20) == "link 'w': needs at least one channel");
  CHECK(has(with({36, 40}, 40), "channel 40 cannot be the lowest part"));
}

TEST_CASE("loss, background and jitter of wires have limits") {
  const auto with = [](auto change) {
    return complaint([&](Topology& t) { change(std::get<WiredLink>(t.links[1])); });
  };
  CHECK(with([](WiredLink& l) { l.loss = 0.99; }) == "");
  CHECK(
      has(with([](WiredLink& l) { l.loss = 1; }), "'x': loss must be at least 0 and less than 1"));
  CHECK(has(with([](WiredLink& l) { l.loss = -0.1; }), "loss must"));
  CHECK(has(with([](WiredLink& l) { l.loss = kNan; }), "loss must"));
  CHECK(has(with([](WiredLink& l) { l.background = 1; }), "background must"));
  CHECK(has(with([](WiredLink& l) { l.jitter = Duration(-1); }), "jitter must not be negative"));
}

TEST_CASE("motions: speeds, areas, times") {
  CHECK(moved(RandomWaypoint{kArea, 1, 2, {}}) == "");
  CHECK(has(moved(RandomWaypoint{kArea, 0, 2, {}}), "node 'a': slowest speed must be more than 0"));
  CHECK(has(moved(RandomWaypoint{kArea, 3, 2, {}}), "above the fastest"));
  CHECK(has(moved(RandomWaypoint{kArea, 1, kNan, {}}), "fastest speed"));
  CHECK(has(moved(RandomWaypoint{{0, 0, 0, 10}, 1, 2, {}}), "area is empty"));
  CHECK(moved(RandomWaypoint{{6, 0, 9, 9}, 1, 2, {}}) ==
        "node 'a': starts at (5, 0) m, outside its area: x from 6 to 9 m, y from 0 to 9 m");
  CHECK(has(moved(GaussMarkov{kArea, 1, 0, 1.5, 1s}), "memory must be 0 to 1"));
  CHECK(has(moved(GaussMarkov{kArea, 1, -1, 0.5, 1s}), "deviation"));
  CHECK(has(moved(GaussMarkov{kArea, 1, 0, 0.5, {}}), "step must be more than 0"));
  CHECK(has(moved(Track{}), "no points"));
  CHECK(has(moved(Track{{{SimTime(1s), {}}, {SimTime(1s), {}}}}), "do not rise: 1 s follows 1 s"));
  CHECK(has(moved(Track{{{SimTime(1s), {kNan, 0, 0}}}}), "out of the world"));
}

TEST_CASE("road maps are in one piece") {
  const RoadTrip trip{0, 10};
  const std::vector<Position> places = {{0, 0, 0}, {100, 0, 0}, {100, 100, 0}};
  CHECK(moved(trip, {places, {{0, 1}, {1, 2}}}) == "");
  CHECK(has(moved(trip, {places, {{0, 1}}}),
            "in pieces: no road leads from the crossing at (0, 0) m "
            "to that at (100, 100) m"));
  CHECK(has(moved(trip, {places, {{0, 7}}}), "unknown crossing"));
  CHECK(has(moved(trip, {places, {{1, 1}}}), "to itself"));
  CHECK(has(moved(trip, {places, {}}), "no roads"));
  CHECK(has(moved(trip, {{{0, 0, 0}, {0, 0, 0}}, {{0, 1}}}), "no length"));
  CHECK(has(moved(RoadTrip{0, 0}, {places, {{0, 1}, {1, 2}}}), "speed must be more than 0"));
  CHECK(has(moved(RoadTrip{3, 10}), "no road map"));
}

TEST_CASE("outages, holes and churn have limits") {
  const auto outage = [](LinkIndex link, Duration from, Duration length) {
    return complaint([&](Topology& t) { t.outages = {{link, SimTime(from), length}}; });
  };
  CHECK(outage(1, 1s, 1s) == "");
  CHECK(has(outage(2, 1s, 1s), "unknown link number 2"));
  CHECK(has(outage(1, -1s, 1s), "outage of the link 'x': from must not be negative"));
  CHECK(has(outage(1, 1s, 0s), "length must be more than 0"));
  const auto hole = [](double radius, double loss) {
    return complaint([&](Topology& t) { t.holes = {{{500, 500, 0}, radius, loss}}; });
  };
  CHECK(hole(10, 20) == "");
  CHECK(has(hole(0, 20), "radius must be more than 0"));
  CHECK(has(hole(kNan, 20), "radius must be more than 0"));
  CHECK(has(hole(10, 0), "loss must be more than 0"));
  const auto churn = [](std::vector<Churn> all) {
    return complaint([&](Topology& t) { t.churn = std::move(all); });
  };
  CHECK(churn({{1, 1s, 1s}, {2, 1s, 1s}}) == "");
  CHECK(has(churn({{9, 1s, 1s}}), "unknown node number 9"));
  CHECK(has(churn({{1, 0s, 1s}}), "churn of 'a': mean_up"));
  CHECK(has(churn({{1, 1s, 0s}}), "mean_down"));
  CHECK(has(churn({{1, 1s, 1s}, {1, 2s, 1s}}), "node 'a' has two churns"));
}

TEST_CASE("a station beyond reach, or in a hole, is named") {
  CHECK(
      has(complaint([](Topology& t) {
            t.nodes[2].position = {0, 70, 0};
          }),
          "link 'w': 'b' is out of coverage of every access point at the start: 0.1 dB too little "
          "from 'ap' at 70 m (reach: 69.8 m)"));
  CHECK(complaint([](Topology& t) { t.nodes[2].position = {0, 69, 0}; }) == "");
  CHECK(complaint([](Topology& t) { t.holes = {{{0, 5, 0}, 1, 20}}; }) == "");
  CHECK(has(complaint([](Topology& t) {
              t.holes = {{{0, 5, 0}, 1, 200}};
            }),
            "'b' is out of coverage"));
  // A second access point covers it.
  CHECK(complaint([](Topology& t) {
          t.nodes[2].position = {0, 100, 0};
          t.nodes[3].position = {0, 90, 0};
          std::get<WifiLink>(t.links[0]).access_points = {0, 3};
        }) == "");
}

TEST_CASE("reach by hand: 20 dBm - 46.6777 dB - 30 log10 d = -82 dBm") {
  CHECK(reach_m(WifiLink()) == doctest::Approx(69.85).epsilon(1e-3));
  WifiLink strong;
  strong.transmit_power = Dbm(23);
  CHECK(reach_m(strong) / reach_m(WifiLink()) == doctest::Approx(1.2589).epsilon(1e-3));
  CHECK(reach_m(NrLink()) > 1000);
}

TEST_CASE("sounding resources: as many UEs a cell as the period has milliseconds") {
  const auto with = [](std::size_t ues, std::size_t cells, int period_ms) {
    return complaint([&](Topology& t) {
      LteLink lte;
      lte.name = "cell";
      lte.srs_period_ms = period_ms;
      for (std::size_t i = 0; i < cells + ues; ++i) {
        t.nodes.push_back({"n" + std::to_string(i), {static_cast<double>(i), 0, 0}, {}});
        (i < cells ? lte.cells : lte.ues).push_back(static_cast<NodeId>(4 + i));
      }
      lte.gateway = lte.cells.front();
      t.links.emplace_back(lte);
    });
  };
  CHECK(with(40, 1, 40) == "");
  CHECK(with(80, 2, 40) == "");
  CHECK(with(320, 1, 0) == "");
  CHECK(with(41, 1, 40) ==
        "link 'cell': srs_period = 40 ms has sounding resources for 40 UEs a cell, "
        "there are 41 in 1 cells; set srs_period = \"80ms\" or leave it out");
  CHECK(has(with(41, 1, 30), "srs_period = 30 is not supported"));
  CHECK(has(with(321, 1, 0), "321 UEs in 1 cells: a cell has sounding (SRS) resources for 320"));
}

TEST_CASE("tracks are read by node; times rise") {
  const TrackFile file =
      read_tracks("# walk\ntime_s,x_m,y_m,node\n0,1,2,a\n0,5,6,b\n2.5,3,4,a\n", "t");
  CHECK(file.by_node);
  REQUIRE(file.tracks.at("a").points.size() == 2);
  CHECK(file.tracks.at("a").points[1].time == SimTime(2500ms));
  CHECK(file.tracks.at("b").points[0].position.y_m == 6);
  const auto wrong = [](const char* text) {
    try {
      read_tracks(text, "t.csv");
    } catch (const ConfigError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(wrong("time_s,x_m,y_m\n0,0,0\n1,1,1\n") == "");
  CHECK(has(wrong("time_s,x_m,y_m\n1,0,0\n1,1,1\n"),
            "t.csv:3: column 'time_s': time goes backwards"));
  CHECK(has(wrong("time_s,x_m,y_m\n0,nan,0\n"), "t.csv:2: column 'x_m': expected a number"));
  CHECK(has(wrong("time_s,x_m,y_m\n0,,0\n"), "a hole"));
  CHECK(has(wrong("time_s,x_m,y_m\n-1,0,0\n"), "out of range"));
  CHECK(has(wrong("time_s,x_m\n0,0\n"), "lacks the column 'y_m'"));
  CHECK(has(wrong("time_s,x_m,y_m,speed\n"), "unknown column 'speed'"));
  CHECK(has(wrong("time_s,x_m,y_m,node\n0,0,0,\n"), "every row needs a name"));
  CHECK(has(wrong("time_s,x_m,y_m\n"), "no rows"));
  CHECK(has(wrong(""), "empty"));
}
