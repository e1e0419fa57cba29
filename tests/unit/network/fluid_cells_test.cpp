// Several access points and cells on the fluid network: who shares with whom.
#include <cstdio>

#include "network/fluid/rayleigh.hpp"
#include "tests/unit/network/fluid_world.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

constexpr double kMany = 14720000;

// Node 0 is the gateway; then an access point at every x, then a station 5 m from each.
Topology hall(const std::vector<double>& at_m, std::vector<int> channels) {
  Topology t;
  t.nodes.push_back({"gateway", {0, -1000, 0}});
  WifiLink link;
  link.name = "hall";
  link.gateway = 0;
  link.channels = std::move(channels);
  for (const double x : at_m) {
    link.access_points.push_back(static_cast<NodeId>(t.nodes.size()));
    t.nodes.push_back({"ap" + std::to_string(t.nodes.size()), {x, 0, 0}});
  }
  for (const double x : at_m) {
    link.stations.push_back(static_cast<NodeId>(t.nodes.size()));
    t.nodes.push_back({"s" + std::to_string(t.nodes.size()), {x, 5, 0}});
  }
  t.links = {link};
  return t;
}

FluidOptions calm() {
  FluidOptions options;
  options.coefficients.wifi.collision_factor = 0;
  options.coefficients.wifi.slot_s = 1e-12;
  return options;
}

// Every station sends `kMany` bytes to the gateway at once; ends over that of a single station.
std::vector<double> ends(const std::vector<double>& at_m, std::vector<int> channels = {36}) {
  FluidWorld alone(hall({0}, {36}), calm()), all(hall(at_m, std::move(channels)), calm());
  alone.send(2, 0, kMany);
  alone.engine.run();
  for (std::size_t i = 0; i < at_m.size(); ++i) {
    all.send(static_cast<NodeId>(1 + at_m.size() + i), 0, kMany);
  }
  all.engine.run();
  std::vector<double> result;
  for (const double end : all.ends_s) result.push_back(end / alone.ends_s[0]);
  return result;
}

Topology two_cells(double apart_m, double ue_m) {
  Topology t;
  t.nodes = {{"gateway", {0, 0, 0}}, {"west", {0, 0, 0}}, {"east", {apart_m, 0, 0}},
             {"a", {ue_m, 0, 0}}, {"b", {apart_m - ue_m, 0, 0}}};
  LteLink link;
  link.name = "cells";
  link.cells = {1, 2};
  link.gateway = 0;
  link.ues = {3, 4};
  t.links = {link};
  return t;
}

double second_of_two(const Topology& t, bool both) {
  FluidWorld w(t);
  w.send(0, 3, kMany);
  if (both) w.send(0, 4, 10 * kMany);
  w.engine.run();
  return w.ends_s[0];
}

}  // namespace

TEST_CASE("access points on one channel that hear each other share the air, far ones do not") {
  // Twice as long, but for the idle slots that two senders wait less.
  CHECK(ends({0, 50})[0] == doctest::Approx(2).epsilon(0.02));
  CHECK(ends({0, 300})[0] == doctest::Approx(1).epsilon(1e-3));
  CHECK(ends({0, 50}, {36, 40})[0] == doctest::Approx(1).epsilon(1e-3));
  CHECK(ends({0, 50, 50}, {36, 40})[2] == doctest::Approx(2).epsilon(0.02));  // in turns: 36, 40, 36
}

TEST_CASE("the middle of three waits for both its neighbours") {
  // Rates 1/3 each until the first ends: max-min of x1 + x2 + x3 <= 1 at the middle.
  const std::vector<double> three = ends({0, 60, 120});
  for (const double end : three) CHECK(end == doctest::Approx(3).epsilon(1e-3));
  // With a fourth that only the third hears, the ends still have 1/3, 1/3.
  const std::vector<double> four = ends({0, 60, 120, 180});
  CHECK(four[0] == doctest::Approx(3).epsilon(1e-3));
  CHECK(four[3] == doctest::Approx(3).epsilon(1e-3));
}

TEST_CASE("a station is with the access point it hears best, which is on the air, not the gateway") {
  FluidWorld w(hall({0, 300}, {36}), calm());
  w.send(4, 0, kMany);
  w.engine.run();
  CHECK(to_seconds(w.net->view().radio_activity(2).wifi_receive) > 0.5 * w.ends_s[0]);
  CHECK(w.net->view().radio_activity(0).wifi_receive == Duration(0));
  CHECK(w.net->view().radio_activity(1).wifi_receive == Duration(0));
  CHECK(w.outcomes[0].airtime == w.net->view().radio_activity(4).wifi_transmit);
}

TEST_CASE("every cell has its own time; a busy neighbour costs signal, most at the edge") {
  const double near = second_of_two(two_cells(10000, 50), true) / second_of_two(two_cells(10000, 50), false);
  const double edge = second_of_two(two_cells(2000, 950), true) / second_of_two(two_cells(2000, 950), false);
  std::printf("LTE, neighbour busy: time x %.3f at 50 m of 10 km, x %.3f at 950 m of 2 km\n", near, edge);
  CHECK(near == doctest::Approx(1).epsilon(0.01));
  CHECK(edge > 2);
}

TEST_CASE("interference goes with the load: a neighbour that is mostly idle costs less") {
  const Topology t = two_cells(2000, 950);
  FluidWorld w(t);
  w.send(0, 3, kMany);
  for (int i = 0; i < 120; ++i) w.send_at(100ms * i, 0, 4, 100000);
  w.engine.run();
  CHECK(w.ends_s[0] < 0.8 * second_of_two(t, true));
  CHECK(w.ends_s[0] > 1.1 * second_of_two(t, false));
}

TEST_CASE("NR: two cells serve twice what one does; out of coverage is an error that names the UE") {
  const auto time = [](std::size_t cells) {
    Topology t;
    t.nodes = {{"gateway", {0, 0, 0}}, {"west", {0, 0, 0}}, {"east", {800, 0, 0}},
               {"a", {100, 0, 0}}, {"b", {700, 0, 0}}};
    NrLink link;
    link.name = "nr";
    link.cells = {1, 2};
    link.cells.resize(cells);
    link.ues = {3, 4};
    WiredLink wire;
    wire.name = "wire", wire.a = 0, wire.b = 2, wire.rate = 1_Gbps;
    t.links = {link, wire};
    FluidWorld w(t);
    w.send(0, 3, 10 * kMany);
    w.send(0, 4, 10 * kMany);
    w.engine.run();
    return std::max(w.ends_s[0], w.ends_s[1]);
  };
  std::printf("NR: both UEs done after %.3f s with one cell, %.3f s with two\n", time(1), time(2));
  CHECK(time(2) < 0.65 * time(1));
  Topology far;
  far.nodes = {{"site", {0, 0, 0}}, {"lost", {400000, 0, 0}}};
  NrLink link;
  link.name = "nr";
  link.cells = {0};
  link.ues = {1};
  far.links = {link};
  Engine engine;
  CHECK_THROWS_WITH_AS(make_fluid(engine, far), doctest::Contains("'site' and 'lost' are too far"),
                       ConfigError);
}

TEST_CASE("a hole weakens who stands in it, and may put it out of coverage") {
  Topology t = hall({0}, {36});
  FluidWorld clear(t, calm());
  t.holes = {{{0, 5, 0}, 1, 30}};
  FluidWorld dim(t, calm());
  for (FluidWorld* w : {&clear, &dim}) {
    w->send(2, 0, kMany);
    w->engine.run();
  }
  CHECK(dim.ends_s[0] > 1.5 * clear.ends_s[0]);
  t.holes[0].loss_db = 80;
  Engine engine;
  CHECK_THROWS_AS(make_fluid(engine, t), ConfigError);
}

TEST_CASE("Rayleigh fading: the mean of the rate over drawn fades; LTE slows by it") {
  RandomStream random(1, "fades");
  for (const double snr_db : {0.0, 10.0, 25.0}) {
    const double snr = portable_exp(snr_db * 0.2302585092994);
    double sum = 0;
    for (int i = 0; i < 200000; ++i) sum += portable_log(1 + snr * random.exponential(1));
    const double drawn = sum / 200000 / portable_log(1 + snr);
    CHECK(fluid::rayleigh_factor(snr_db) == doctest::Approx(drawn).epsilon(0.005));
  }
  Topology t = two_cells(10000, 500);
  const double still = second_of_two(t, false);
  std::get<LteLink>(t.links[0]).fading = LteFading::eva;
  CHECK(second_of_two(t, false) > 1.03 * still);
  CHECK(second_of_two(t, false) < 1.4 * still);
}
