// The worlds of traffic_world.hpp.
#include "scenarios/checks/traffic_world.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;

network::WiredLink wire(const char* name, NodeId a, NodeId b, double bit_rate, double delay_s) {
  network::WiredLink link;
  link.name = name;
  link.a = a;
  link.b = b;
  link.rate = bits_per_second(bit_rate);
  link.delay = seconds(delay_s);
  return link;
}

SimTime at_s(double s) { return SimTime{} + seconds(s); }

network::Motion from_to(network::Position from, network::Position to, double seconds_taken) {
  return network::Track{{{at_s(0), from}, {at_s(seconds_taken), to}}};
}

TrafficWorld wires() {
  TrafficWorld world{"wires with loss, jitter and an outage", {}, {0, 1, 2}, 10, {}, true};
  world.topology.nodes = {{"a", {}}, {"b", {}}, {"c", {}}};
  network::WiredLink first = wire("first", 0, 1, 50e6, 0.002);
  first.loss = 0.01;
  first.jitter = seconds(0.001);
  world.topology.links = {first, wire("second", 1, 2, 20e6, 0.01)};
  world.topology.outages = {{1, at_s(3), seconds(1)}};
  return world;
}

TrafficWorld recorded() {
  TrafficWorld world{"recorded series with a hole and loss", {}, {0, 2}, 10, {}, true};
  world.topology.nodes = {{"phone", {}}, {"site", {}}, {"server", {}}};
  network::RecordedLink link;
  link.name = "series";
  link.device = 0;
  link.site = 1;
  network::Trace trace;
  const Duration rtt = seconds(0.04);
  trace.steps = {{seconds(0), bits_per_second(20e6), bits_per_second(5e6), rtt, 0.005},
                 {seconds(2), bits_per_second(0), bits_per_second(0), rtt, 0},
                 {seconds(2.5), bits_per_second(8e6), bits_per_second(3e6), rtt, 0}};
  trace.length = seconds(5);
  world.topology.traces = {trace};
  world.topology.links = {link, wire("wire", 1, 2, 100e6, 0.005)};
  return world;
}

// Sites 0 and 1, gateway 2, server 3 behind a wire, then a walker and somebody who stays at each site.
network::Topology two_sites(double apart_m, double height_m, network::Position from,
                            network::Position to, double seconds_taken) {
  network::Topology topology;
  topology.nodes = {{"site1", {0, 0, height_m}},
                    {"site2", {apart_m, 0, height_m}},
                    {"gateway", {}},
                    {"server", {}},
                    {"walker", from, from_to(from, to, seconds_taken)},
                    {"near1", {from.x_m, 10, 1.5}},
                    {"near2", {to.x_m, 10, 1.5}}};
  return topology;
}

TrafficWorld roaming() {
  TrafficWorld world{"Wi-Fi: roaming and an outage", {}, {3, 4, 5, 6}, 12, {}, false};
  world.topology = two_sites(70, 3, {5, 3, 1.5}, {65, 3, 1.5}, 10);
  network::WifiLink wifi;
  wifi.name = "wifi";
  wifi.access_points = {0, 1};
  wifi.channels = {36, 40};
  wifi.gateway = 2;
  wifi.stations = {4, 5, 6};
  world.topology.links = {wifi, wire("wire", 2, 3, 100e6, 0.005)};
  world.topology.outages = {{0, at_s(2), seconds(0.5)}};
  return world;
}

TrafficWorld lte() {
  TrafficWorld world{"LTE: X2 handover and an outage", {}, {3, 4, 5, 6}, 12, {}, false};
  world.topology = two_sites(400, 25, {50, 20, 1.5}, {350, 20, 1.5}, 10);
  network::LteLink link;
  link.name = "lte";
  link.cells = {0, 1};
  link.gateway = 2;
  link.ues = {4, 5, 6};
  link.bandwidth_rb = 50;
  world.topology.links = {link, wire("wire", 2, 3, 100e6, 0.005)};
  world.topology.outages = {{0, at_s(2), seconds(0.5)}};
  return world;
}

TrafficWorld nr() {
  TrafficWorld world{"NR: A3 handover and an outage", {}, {3, 4, 5, 6}, 12, {}, false};
  world.topology = two_sites(400, 25, {50, 20, 1.5}, {350, 20, 1.5}, 10);
  network::NrLink link;
  link.name = "nr";
  link.cells = {0, 1};
  link.gateway = 2;
  link.ues = {4, 5, 6};
  link.options.bandwidth_mhz = 20;
  world.topology.links = {link, wire("wire", 2, 3, 100e6, 0.005)};
  world.topology.outages = {{0, at_s(2), seconds(0.5)}};
  return world;
}

TrafficWorld switched() {
  TrafficWorld world{"nodes that are switched off", {}, {0, 2, 3, 4}, 10, {{1, 2, 2.5}, {2, 5, 6}}, true};
  world.topology.nodes = {{"server", {}}, {"hub", {}}, {"s1", {5, 0, 0}}, {"s2", {0, 8, 0}},
                          {"s3", {9, 9, 0}}};
  network::WifiLink wifi;
  wifi.name = "wifi";
  wifi.access_points = {1};
  wifi.gateway = 1;
  wifi.stations = {2, 3, 4};
  world.topology.links = {wire("wire", 0, 1, 100e6, 0.005), wifi};
  return world;
}

}  // namespace

std::vector<TrafficWorld> traffic_worlds() {
  return {wires(), recorded(), switched(), roaming(), lte(), nr()};
}

std::vector<TrafficWorld> moving_worlds() { return {roaming(), lte(), nr()}; }

}  // namespace lastmile::scenarios
