#include <doctest/doctest.h>

#include "network/routes.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

WiredLink wire(const char* name, NodeId a, NodeId b) {
  WiredLink link;
  link.name = name;
  link.a = a;
  link.b = b;
  link.rate = 100_Mbps;
  link.delay = 1ms;
  return link;
}

WifiLink wifi(const char* name, NodeId access_point, std::vector<NodeId> stations) {
  WifiLink link;
  link.name = name;
  link.access_points = {access_point};
  link.gateway = access_point;
  link.stations = std::move(stations);
  return link;
}

Topology nodes(int count) {
  Topology topology;
  for (int i = 0; i < count; ++i) topology.nodes.push_back({"n" + std::to_string(i), {}});
  return topology;
}

std::string text(const Route& route) {
  std::string out;
  for (const Hop& hop : route) {
    for (const std::uint32_t n : {hop.from, hop.link, hop.to}) out += std::to_string(n) + "-";
    out.back() = ' ';
  }
  return out;
}

std::string complaint(const Topology& topology) {
  try {
    validate(topology);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& where, const char* what) {
  return where.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("a route has the fewest links, ties go to those declared first, back is the same way") {
  Topology t = nodes(4);
  t.links = {wire("a", 0, 2), wire("b", 0, 1), wire("c", 1, 3), wire("d", 2, 3), wire("e", 0, 3)};
  CHECK(text(Routes(t).between(0, 3)) == "0-4-3 ");
  t.links.pop_back();
  const Routes routes(t);
  CHECK(text(routes.between(0, 3)) == "0-0-2 2-3-3 ");
  CHECK(text(routes.between(3, 0)) == "3-3-2 2-0-0 ");
  CHECK(routes.between(1, 1).empty());
  CHECK(routes.joined(1, 1));
}

TEST_CASE("stations meet over the access point, ad hoc members reach each other directly") {
  Topology t = nodes(5);
  t.links = {wifi("w", 0, {1, 2}), wire("wan", 0, 3)};
  CHECK(text(Routes(t).between(1, 2)) == "1-0-0 0-0-2 ");
  CHECK(text(Routes(t).between(1, 3)) == "1-0-0 0-1-3 ");
  CHECK_FALSE(Routes(t).joined(1, 4));
  AdhocLink adhoc;
  adhoc.name = "d2d";
  adhoc.members = {1, 2, 4};
  t.links.push_back(adhoc);
  CHECK(text(Routes(t).between(1, 2)) == "1-2-2 ");
  CHECK(text(Routes(t).between(4, 3)) == "4-2-1 1-0-0 0-1-3 ");
}

TEST_CASE("a valid topology passes") {
  Topology t = nodes(4);
  LteLink cell;
  cell.name = "cell";
  cell.cells = {0};
  cell.gateway = 0;
  cell.ues = {3};
  t.links = {wifi("w", 0, {1, 2}), wire("x", 0, 1), cell};
  CHECK(complaint(t) == "");
}

TEST_CASE("what is wrong with a topology is named") {
  Topology t = nodes(3);
  CHECK(has(complaint(Topology{}), "no nodes"));
  t.links = {wire("x", 0, 1)};
  CHECK(complaint(t) == "node 'n2' is in no link: nothing can be sent to it or from it");
  t.links.push_back(wire("x", 1, 2));
  CHECK(has(complaint(t), "two links are named 'x'"));
  t.links.back() = wire("y", 2, 2);
  CHECK(complaint(t) == "link 'y': joins 'n2' to itself");
  t.links.back() = wire("y", 1, 9);
  CHECK(has(complaint(t), "node number 9"));
  t.links.back() = wire("y", 1, 2);
  t.nodes[2].name = "n0";
  CHECK(complaint(t) == "two nodes are named 'n0'; names must differ");
}

TEST_CASE("what is wrong with a wire is named") {
  Topology t = nodes(2);
  WiredLink link = wire("x", 0, 1);
  link.rate = ByteRate(0);
  t.links = {link};
  CHECK(complaint(t) == "link 'x': rate must be more than 0");
  link.rate = ByteRate(std::numeric_limits<double>::quiet_NaN());
  t.links = {link};
  CHECK(has(complaint(t), "rate must be"));
  link.rate = 1_Mbps;
  link.delay = Duration(-1);
  t.links = {link};
  CHECK(has(complaint(t), "delay must not be negative"));
}

TEST_CASE("what is wrong with a radio link is named") {
  Topology t = nodes(3);
  const auto with = [&](auto change) {
    WifiLink link = wifi("w", 0, {1, 2});
    change(link);
    t.links = {link};
    return complaint(t);
  };
  CHECK(with([](WifiLink&) {}) == "");
  CHECK(with([](WifiLink& l) { l.width_mhz = 30; }) ==
        "link 'w': width = 30 is not supported; allowed: 20, 40, 80");
  CHECK(with([](WifiLink& l) { l.stations = {1, 0, 2}; }) ==
        "link 'w': 'n0' is the access point and cannot be among its stations too");
  CHECK(has(with([](WifiLink& l) { l.stations = {1, 1}; }), "lists 'n1' twice"));
  CHECK(has(with([](WifiLink& l) { l.stations = {}; }), "needs at least 1 stations"));
  CHECK(has(with([](WifiLink& l) { l.channels = {7}; }), "channel = 7"));
  CHECK(has(with([](WifiLink& l) { l.channels = {40}; l.width_mhz = 80; }), "lowest part"));
  CHECK(has(with([](WifiLink& l) { l.standard = WifiStandard::n; l.width_mhz = 80; }), "802.11n"));
  CHECK(has(with([](WifiLink& l) { l.transmit_power = Dbm(300); }), "transmit_power"));
  LteLink cell;
  cell.name = "cell";
  cell.cells = {0};
  cell.ues = {1, 2};
  cell.bandwidth_rb = 20;
  t.links = {cell};
  CHECK(has(complaint(t), "bandwidth_rb = 20"));
}
