#include <doctest/doctest.h>

#include <deque>
#include <map>

#include "network/routes.hpp"
#include "sim/random.hpp"

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

// The definition, for topologies of wires and one cell: breadth first from the lower number.
Route by_definition(const Topology& t, NodeId from, NodeId to) {
  std::vector<std::vector<Hop>> neighbours(t.nodes.size());
  const auto join = [&](LinkIndex link, NodeId a, NodeId b) {
    neighbours[a].push_back({link, a, b});
    neighbours[b].push_back({link, b, a});
  };
  for (LinkIndex i = 0; i < t.links.size(); ++i) {
    if (const auto* wire = std::get_if<WiredLink>(&t.links[i])) join(i, wire->a, wire->b);
    if (const auto* cell = std::get_if<LteLink>(&t.links[i])) {
      for (const NodeId ue : cell->ues) join(i, cell->gateway, ue);
    }
  }
  const NodeId first = std::min(from, to), last = std::max(from, to);
  std::map<NodeId, Hop> arrival;
  std::deque<NodeId> frontier{first};
  while (!frontier.empty()) {
    for (const Hop& hop : neighbours[frontier.front()]) {
      if (hop.to != first && arrival.emplace(hop.to, hop).second) frontier.push_back(hop.to);
    }
    frontier.pop_front();
  }
  Route route;
  if (from == to || arrival.count(last) == 0) return route;
  for (NodeId at = last; at != first; at = arrival.at(at).from) route.push_back(arrival.at(at));
  if (from > to) {
    for (Hop& hop : route) std::swap(hop.from, hop.to);
    return route;
  }
  return {route.rbegin(), route.rend()};
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

TEST_CASE("trees are climbed and the core is searched: the routes of the definition, on random ones") {
  RandomStream random(3, "routes");
  for (int round = 0; round < 60; ++round) {
    const auto count = static_cast<NodeId>(2 + random.below(14));
    Topology t = nodes(static_cast<int>(count));
    const auto wires = random.below(2 * count);
    LteLink cell;
    cell.gateway = static_cast<NodeId>(random.below(count));
    for (NodeId ue = 0; ue < count; ++ue) {
      if (ue != cell.gateway && random.below(4) == 0) cell.ues.push_back(ue);
    }
    for (std::uint64_t i = 0; i < wires; ++i) {
      if (i == wires / 2) t.links.push_back(cell);
      const auto a = static_cast<NodeId>(random.below(count)), b = static_cast<NodeId>(random.below(count));
      if (a != b) t.links.push_back(wire("x", a, b));
    }
    const Routes routes(t);
    for (NodeId a = 0; a < count; ++a) {
      for (NodeId b = 0; b < count; ++b) {
        const Route expected = by_definition(t, a, b);
        REQUIRE(text(routes.between(a, b)) == text(expected));
        REQUIRE(routes.joined(a, b) == (a == b || !expected.empty()));
      }
    }
  }
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
