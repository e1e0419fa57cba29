// Runs one piece of traffic over one topology on one backend and prints what happened, a line each.
// A program of its own because ns-3 allows one world a process.
//   cross_traffic BACKEND TOPOLOGY SEED FROZEN TRANSFER...
// TOPOLOGY  wired | shared | wan | narrow | recorded | recorded-outage | recorded-loss |
//           wifi:N | wifi-idle-wire:N | wifi-far | adhoc:N | lte:N
// TRANSFER  FROM,TO,BYTES,START_US[,u][,xCANCEL_US]     u: udp; x: cancelled that long after its
// start prints    transfer INDEX ok DELIVERED FINISHED_NS TOOK_NS / link I CARRIED / radio NODE
// TX_NS RX_NS SENT
//           RECEIVED / inside K / events E FROZEN_NS / in_flight N / silent EVENTS
// `silent` is how many of ns-3's events ran in 2 s that begin 1 s after the last transfer.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "network/backends.hpp"
#include "network/ns3/backend.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

struct Item {
  NodeId from = 0, to = 0;
  double bytes = 0;
  Duration start{};
  bool udp = false;
  Duration cancel_after{-1};
  TransferId id = 0;
};

Item parse(const std::string& text) {
  std::stringstream in(text);
  std::vector<std::string> words;
  for (std::string word; std::getline(in, word, ',');) words.push_back(word);
  if (words.size() < 4) throw ConfigError("transfer '" + text + "'");
  Item item;
  item.from = static_cast<NodeId>(std::stoul(words[0]));
  item.to = static_cast<NodeId>(std::stoul(words[1]));
  item.bytes = std::stod(words[2]);
  item.start = std::chrono::microseconds(std::stoll(words[3]));
  for (std::size_t i = 4; i < words.size(); ++i) {
    if (words[i] == "u")
      item.udp = true;
    else
      item.cancel_after = std::chrono::microseconds(std::stoll(words[i].substr(1)));
  }
  return item;
}

NodeId add_node(Topology& t, const std::string& name, double x, double y) {
  Node node;
  node.name = name;
  node.position = {x, y, 1};
  t.nodes.push_back(node);
  return static_cast<NodeId>(t.nodes.size() - 1);
}

void add_wire(Topology& t, NodeId a, NodeId b, double megabits, Duration delay) {
  WiredLink wire;
  wire.name = "wire" + std::to_string(t.links.size());
  wire.a = a;
  wire.b = b;
  wire.rate = ByteRate(megabits * 1e6 / 8);
  wire.delay = delay;
  t.links.push_back(wire);
}

// A series of 8, 2 and 16 Mb/s down; the middle step holds nothing, or every step loses packets.
void add_recorded(Topology& t, const std::string& kind, NodeId phone) {
  const bool outage = kind == "recorded-outage", lossy = kind == "recorded-loss";
  const std::string end = lossy ? ",4e6,0.05,0.01\n" : ",4e6,0.05,0\n";
  t.traces.push_back(read_trace("time_s,down_bps,up_bps,rtt_s,loss\n0,8e6" + end + "2," +
                                    (outage ? "0,0,0.05,0\n" : "2e6" + end) + "4,16e6" + end,
                                kind));
  RecordedLink link;
  link.name = kind;
  link.device = phone;
  t.links.emplace_back(link);
}

void add_narrow(Topology& t, NodeId phone) {
  NarrowLink link;
  link.name = link.profile = "narrow";
  link.device = phone;
  link.up = bits_per_second(1.1e6), link.down = bits_per_second(7.2e6);
  link.rtt = std::chrono::milliseconds(100);
  t.links.emplace_back(link);
}

// Stations 4 to 15 m from the centre, spread over the circle.
std::vector<NodeId> add_around(Topology& t, int count) {
  std::vector<NodeId> members;
  for (int i = 0; i < count; ++i) {
    const double range = count == 1 ? 5 : 4 + 11.0 * i / (count - 1);
    const double angle = 2.4 * i;
    members.push_back(
        add_node(t, "s" + std::to_string(i + 1), range * std::cos(angle), range * std::sin(angle)));
  }
  return members;
}

// Node 0 is the centre (access point, site, or one end of the wires); 1..N the others.
Topology topology_of(const std::string& kind, int count) {
  Topology t;
  const NodeId centre = add_node(t, "centre", 0, 0);
  if (kind == "wired" || kind == "shared") {
    const NodeId other = add_node(t, "other", 10, 0);
    add_wire(t, centre, other, 100, std::chrono::milliseconds(1));
    if (kind == "shared")
      add_wire(t, other, add_node(t, "third", 20, 0), 1000, std::chrono::milliseconds(1));
  } else if (kind == "wan") {
    add_wire(t, centre, add_node(t, "cloud", 10, 0), 200, std::chrono::milliseconds(20));
  } else if (kind.rfind("recorded", 0) == 0) {
    add_recorded(t, kind, add_node(t, "phone", 10, 0));
  } else if (kind == "narrow") {
    add_narrow(t, add_node(t, "phone", 10, 0));
  } else if (kind == "lte") {
    LteLink cell;
    cell.name = "cell";
    cell.cells = {centre};
    cell.gateway = centre;
    cell.ues = add_around(t, count);
    t.links.push_back(cell);
  } else if (kind == "adhoc") {
    AdhocLink link;
    link.name = "d2d";
    link.members = add_around(t, count);
    link.members.insert(link.members.begin(), centre);
    t.links.push_back(link);
  } else {
    WifiLink link;
    link.name = "wifi";
    link.access_points = {centre};
    link.gateway = centre;
    if (kind == "wifi-n") link.standard = WifiStandard::n;
    if (kind == "wifi-far")
      link.stations = {add_node(t, "far", 5000, 0)};
    else if (kind == "wifi-uneven")
      link.stations = {add_node(t, "near", 5, 0), add_node(t, "slow", 0, count)};
    else
      link.stations = add_around(t, count);
    t.links.push_back(link);
    if (kind == "wifi-idle-wire")
      add_wire(t, add_node(t, "u1", 90, 0), add_node(t, "u2", 95, 0), 100, Duration(0));
  }
  return t;
}

struct Run {
  Engine& engine;
  Network& network;
  std::vector<Item>& items;
  bool starting = false;
  int inside = 0;
  std::uint64_t events_at_last_end = 0;

  void start(std::size_t i) {
    Item& item = items[i];
    Transfer what(item.from, item.to, Bytes(item.bytes),
                  item.udp ? Transport::udp : Transport::tcp);
    starting = true;
    item.id = network.start(what, [this, i](const Outcome& outcome) { ended(i, outcome); });
    starting = false;
    if (item.cancel_after < Duration(0)) return;
    engine.after(item.cancel_after, [this, i] {
      starting = true;
      network.cancel(items[i].id);
      starting = false;
    });
  }
  void ended(std::size_t i, const Outcome& outcome) {
    if (starting) ++inside;
    const auto finished = outcome.finished.time_since_epoch().count();
    std::printf("transfer %zu %d %.0f %lld %lld\n", i, outcome.ok ? 1 : 0,
                outcome.delivered.value(), static_cast<long long>(finished),
                static_cast<long long>((outcome.finished - outcome.started).count()));
  }
};

void print_state(const Topology& t, const Network& network) {
  for (LinkIndex i = 0; i < t.links.size(); ++i) {
    std::printf("link %u %.0f\n", i, network.view().link_use(i).carried.value());
  }
  for (NodeId i = 0; i < t.nodes.size(); ++i) {
    const RadioActivity radio = network.view().radio_activity(i);
    std::printf("radio %u %lld %lld %.0f %.0f\n", i,
                static_cast<long long>(radio.wifi_transmit.count()),
                static_cast<long long>(radio.wifi_receive.count()), radio.lte_sent.value(),
                radio.lte_received.value());
  }
  std::printf("in_flight %zu\n", network.view().in_flight());
}

// ns-3 that is not frozen has events for ever: the end is when nothing is in flight.
void run_all(Engine& engine, const Network& network, Duration last_start) {
  engine.run(SimTime(last_start));
  while (network.view().in_flight() > 0 && engine.now() < SimTime(std::chrono::seconds(600))) {
    engine.run(engine.now() + std::chrono::milliseconds(50));
  }
}

int run(const std::string& backend, const std::string& where, std::uint64_t seed, bool frozen,
        std::vector<Item> items) {
  const auto colon = where.find(':');
  const int count = colon == std::string::npos ? 1 : std::atoi(where.c_str() + colon + 1);
  const Topology topology = topology_of(where.substr(0, colon), count);
  Engine engine(seed);
  BackendOptions options;
  options.frozen = frozen;
  const auto network = make_network(backend, engine, topology, options);
  Run state{engine, *network, items};
  Duration last{};
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Duration cancel_at = items[i].start + std::max(items[i].cancel_after, Duration(0));
    last = std::max(last, cancel_at);
    engine.at(SimTime(items[i].start), [&state, i] { state.start(i); });
  }
  run_all(engine, *network, last);
  print_state(topology, *network);
  engine.run(engine.now() + std::chrono::seconds(1));  // the last acknowledgements
  const Ns3Counters before = ns3_counters(*network);
  engine.run(engine.now() + std::chrono::seconds(2));
  const Ns3Counters after = ns3_counters(*network);
  std::printf("inside %d\nevents %llu %lld\nsilent %llu\n", state.inside,
              static_cast<unsigned long long>(after.events),
              static_cast<long long>(after.frozen.count()),
              static_cast<unsigned long long>(after.events - before.events));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  try {
    std::vector<Item> items;
    for (int i = 5; i < argc; ++i) items.push_back(parse(argv[i]));
    return run(argv[1], argv[2], std::strtoull(argv[3], nullptr, 10), argv[4][0] == '1', items);
  } catch (const ConfigError& error) {
    std::printf("config_error %s\n", error.what());
    return 2;
  }
}
