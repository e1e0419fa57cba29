// Wi-Fi worlds with several access points, one run each, what happened a line each.
//   cross_wifi CASE SEED FROZEN [NUMBER...]
// prints   transfer INDEX OK DELIVERED TOOK_NS AIRTIME_NS RETRANSMISSIONS QUEUED_NS, in the order of their ends
//          radio NODE TRANSMIT_NS RECEIVE_NS / events N / roams N / cpu_s S / rss_mib M
#include <sys/resource.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "network/backends.hpp"
#include "network/ns3/backend.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

std::string pcap_folder;  // from the environment

using Numbers = std::vector<double>;

struct Send {
  Transfer what;
  Duration at;
};

struct Case {
  Topology topology;
  std::vector<Send> sends;
  std::vector<Multicast> multicasts;   // at time 0
  bool cancelled = false;              // after 100 ms
  BackendOptions options{};
  Duration until = std::chrono::seconds(600);
};

NodeId add_node(Topology& t, const std::string& name, double x, double y = 0) {
  Node node;
  node.name = name;
  node.position = {x, y, 1};
  t.nodes.push_back(node);
  return static_cast<NodeId>(t.nodes.size() - 1);
}

WifiLink wifi(const std::vector<NodeId>& access_points, NodeId gateway, const std::vector<int>& channels) {
  WifiLink link;
  link.name = "wifi";
  link.access_points = access_points;
  link.gateway = gateway;
  link.channels = channels;
  return link;
}

void send(Case& c, NodeId from, NodeId to, double bytes, double at_s, Transport how = Transport::tcp) {
  c.sends.push_back({Transfer(from, to, Bytes(bytes), how),
                     Duration(static_cast<std::int64_t>(at_s * 1e9))});
}

SimTime time_of(double seconds) { return SimTime(Duration(static_cast<std::int64_t>(seconds * 1e9))); }

// Gateway 0, access points 1 at 0 m and 2 at 60 m, stations 3 at 5 m and 4 at 55 m.
Case two_cells(const std::vector<int>& channels) {
  Case c;
  Topology& t = c.topology;
  const NodeId gateway = add_node(t, "gateway", 30);
  WifiLink link = wifi({add_node(t, "ap1", 0), add_node(t, "ap2", 60)}, gateway, channels);
  link.stations = {add_node(t, "near1", 5), add_node(t, "near2", 55)};
  t.links.emplace_back(link);
  return c;
}

// cells CHANNEL1 CHANNEL2: both stations send at once, then to each other, then a datagram message.
Case cells(const Numbers& n) {
  Case c = two_cells({static_cast<int>(n.at(0)), static_cast<int>(n.at(1))});
  send(c, 3, 0, 1e6, 0);
  send(c, 4, 0, 1e6, 0);
  send(c, 0, 4, 1e5, 2);
  send(c, 3, 4, 1e5, 3);
  send(c, 0, 3, 1e5, 4, Transport::udp);
  return c;
}

// walk CHANNEL1 CHANNEL2 UP MESSAGES KB TURNS: station 3 goes between the access points, 2 s for every
// turn of 60 m, and messages go up or down one every 20 ms.
Case walk(const Numbers& n) {
  Case c = two_cells({static_cast<int>(n.at(0)), static_cast<int>(n.at(1))});
  Track track;
  for (int i = 0; i <= static_cast<int>(n.at(5)); ++i) {
    track.points.push_back({time_of(2.0 * i), {i % 2 == 0 ? 0.0 : 60.0, 2, 1}});
  }
  c.topology.nodes[3].motion = track;
  const bool up = n.at(2) > 0;
  for (int i = 0; i < static_cast<int>(n.at(3)); ++i) {
    send(c, up ? 3 : 0, up ? 0 : 3, n.at(4) * 1e3, 0.02 * i);
  }
  return c;
}

// away MB: a station of the only access point goes 400 m away and comes back, 8 s each way, and sends.
Case away(const Numbers& n) {
  Case c;
  Topology& t = c.topology;
  const NodeId ap = add_node(t, "ap", 0);
  WifiLink link = wifi({ap}, ap, {36});
  link.stations = {add_node(t, "walker", 2), add_node(t, "stays", -2)};
  t.nodes[1].motion = Track{{{time_of(0), {2, 0, 1}}, {time_of(8), {400, 0, 1}}, {time_of(16), {2, 0, 1}}}};
  t.links.emplace_back(link);
  send(c, 1, 0, n.at(0) * 1e6, 0);
  for (int i = 0; i < 16; ++i) send(c, 2, 0, 1e4, 1.0 * i);
  return c;
}

// jump: 100 kB at one end, 100 kB when it has walked to the other while nothing was in flight.
Case jump(const Numbers&) {
  Case c = walk({36, 44, 1, 1, 100, 1});
  send(c, 3, 0, 1e5, 20);
  return c;
}

// pair DISTANCE RTS MB: two stations send datagrams to one access point 45 m away; DISTANCE m from
// each other.
Case pair(const Numbers& n) {
  Case c;
  Topology& t = c.topology;
  const NodeId ap = add_node(t, "ap", 0);
  WifiLink link = wifi({ap}, ap, {36});
  const double half = std::asin(n.at(0) / 90);  // angle of half the distance on a circle of 45 m
  link.stations = {add_node(t, "s1", 45 * std::cos(half), 45 * std::sin(half)),
                   add_node(t, "s2", 45 * std::cos(half), -45 * std::sin(half))};
  link.rts_bytes = static_cast<int>(n.at(1));
  t.links.emplace_back(link);
  send(c, 1, 0, n.at(2) * 1e6, 0, Transport::udp);
  send(c, 2, 0, n.at(2) * 1e6, 0, Transport::udp);
  return c;
}

// learn RATE_CONTROL DISTANCE MB
Case learn(const Numbers& n) {
  Case c;
  Topology& t = c.topology;
  const NodeId ap = add_node(t, "ap", 0);
  WifiLink link = wifi({ap}, ap, {36});
  link.stations = {add_node(t, "s1", n.at(1))};
  link.rate_control = n.at(0) > 0 ? RateControl::minstrel : RateControl::ideal;
  t.links.emplace_back(link);
  send(c, 1, 0, n.at(2) * 1e6, 0);
  return c;
}

// direct: a phone as group owner and two as its clients; nothing wired.
Case direct(const Numbers&) {
  Case c;
  Topology& t = c.topology;
  const NodeId owner = add_node(t, "owner", 0);
  WifiLink link = wifi({owner}, owner, {149});
  link.stations = {add_node(t, "client1", 8), add_node(t, "client2", -8)};
  t.links.emplace_back(link);
  send(c, 1, 0, 1e5, 0);
  send(c, 0, 2, 1e5, 0);
  send(c, 1, 2, 1e5, 1);
  return c;
}

// overlap CHANNEL1 WIDTH1 CHANNEL2 WIDTH2
Case overlap(const Numbers& n) {
  Case c;
  Topology& t = c.topology;
  for (const std::size_t i : {std::size_t{0}, std::size_t{2}}) {
    const NodeId ap = add_node(t, "ap" + std::to_string(i), 0);
    WifiLink link = wifi({ap}, ap, {static_cast<int>(n.at(i))});
    link.name = i == 0 ? "upstairs" : "downstairs";
    link.width_mhz = static_cast<int>(n.at(i + 1));
    link.stations = {add_node(t, "s" + std::to_string(i), 5)};
    t.links.emplace_back(link);
  }
  return c;
}

// grid APS STATIONS_EACH SPACING IGNORE_BELOW KB: access points on a square grid, four channels in turn so
// that the nearest of a channel are 2 * SPACING apart; every station sends KB kB to the gateway, and when
// that has arrived the gateway sends as much back.
Case grid(const Numbers& n) {
  Case c;
  Topology& t = c.topology;
  const auto count = static_cast<int>(n.at(0)), each = static_cast<int>(n.at(1));
  const int side = static_cast<int>(std::ceil(std::sqrt(count)));
  WifiLink link = wifi({}, add_node(t, "gateway", n.at(2) * (side - 1) / 2, n.at(2) * (side - 1) / 2),
                       {36, 40, 44, 48});
  link.ignore_below_dbm = n.at(3);
  link.channels.clear();
  for (int i = 0; i < count; ++i) {
    link.access_points.push_back(
        add_node(t, "ap" + std::to_string(i), n.at(2) * (i % side), n.at(2) * (i / side)));
    link.channels.push_back(36 + 4 * (i % side % 2 + 2 * (i / side % 2)));
  }
  for (int i = 0; i < count * each; ++i) {
    const Position& at = t.nodes[link.access_points[static_cast<std::size_t>(i % count)]].position;
    const double range = 2 + 8.0 * ((i / count * 7) % each) / each, angle = 2.4 * i;
    link.stations.push_back(add_node(t, "s" + std::to_string(i), at.x_m + range * std::cos(angle),
                                     at.y_m + range * std::sin(angle)));
  }
  t.links.emplace_back(link);
  for (const NodeId station : link.stations) send(c, station, 0, n.at(4) * 1e3, 0);
  return c;
}

// Stations 5 m around access point 0.
WifiLink crowd(Topology& t, int count) {
  const NodeId ap = add_node(t, "ap", 0);
  WifiLink link = wifi({ap}, ap, {36});
  for (int i = 0; i < count; ++i) {
    link.stations.push_back(
        add_node(t, "s" + std::to_string(i), 5 * std::cos(2.4 * i), 5 * std::sin(2.4 * i)));
  }
  return link;
}

// recorded STATIONS KB ON [PCAP]: every station sends, half of them twice in a row; records on or off.
Case recorded(const Numbers& n) {
  Case c;
  WifiLink link = crowd(c.topology, static_cast<int>(n.at(0)));
  c.topology.links.emplace_back(link);
  for (const NodeId station : link.stations) {
    send(c, station, 0, n.at(1) * 1e3, 0);
    if (station % 2 == 0) send(c, station, 0, n.at(1) * 1e3, 0);
  }
  c.options.records = n.at(2) > 0;
  return c;
}

// lossy KB LOSS UDP: over Wi-Fi and a link of 100 Mb/s that loses packets; with records.
Case lossy(const Numbers& n) {
  Case c = recorded({1, 1, 1});
  const std::string row = ",1e8,1e8,0.002," + std::to_string(n.at(1)) + "\n";
  c.topology.traces.push_back(
      read_trace("time_s,down_bps,up_bps,rtt_s,loss\n0" + row + "1" + row, "lossy"));
  RecordedLink link;
  link.name = "lossy";
  link.device = 0, link.site = add_node(c.topology, "server", 0);
  c.topology.links.emplace_back(link);
  c.sends.clear();
  send(c, 1, 2, n.at(0) * 1e3, 0, n.at(2) > 0 ? Transport::udp : Transport::tcp);
  return c;
}

// multicast STATIONS KB BUSY HOW    BUSY stations send 2 MB each meanwhile. HOW 0: raw from the access point,
// 1: reliable, 2: from station 1 to the others, 3: from a server behind a wire, 4: half of them at another
// access point, 5: ad hoc, 6: cancelled
Case multicast(const Numbers& n) {
  Case c;
  Topology& t = c.topology;
  const auto how = static_cast<int>(n.at(3));
  WifiLink link = crowd(t, static_cast<int>(n.at(0)));
  Multicast what;
  what.to = link.stations;
  what.size = Bytes(n.at(1) * 1e3);
  what.reliable = how == 1;
  if (how == 2) what.from = link.stations.front(), what.to.erase(what.to.begin());
  if (how == 3) {
    WiredLink wire;
    wire.name = "wire";
    wire.a = 0, wire.b = add_node(t, "server", 0);
    wire.rate = ByteRate(12.5e6);
    t.links.emplace_back(wire);
    what.from = wire.b;
  }
  if (how == 4) {
    link.access_points.push_back(add_node(t, "ap2", 40));
    link.channels = {36, 40};
    for (std::size_t i = 1; i < link.stations.size(); i += 2) t.nodes[link.stations[i]].position.x_m += 40;
  }
  if (how == 5) {
    AdhocLink adhoc;
    adhoc.name = "adhoc";
    adhoc.members = link.stations;
    adhoc.members.push_back(0);
    t.links.emplace_back(adhoc);
  } else {
    t.links.insert(t.links.begin(), link);
  }
  c.multicasts = {what};
  for (int i = 0; i < static_cast<int>(n.at(2)); ++i) send(c, link.stations[static_cast<std::size_t>(i)], 0, 2e6, 0);
  c.cancelled = how == 6;
  return c;
}

const std::map<std::string, Case (*)(const Numbers&)> kCases{
    {"cells", cells}, {"walk", walk}, {"jump", jump}, {"away", away}, {"pair", pair}, {"learn", learn},
    {"direct", direct}, {"overlap", overlap}, {"grid", grid}, {"multicast", multicast},
    {"recorded", recorded}, {"lossy", lossy}};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Run {
  Engine& engine;
  Network& network;
  const Case& c;
  bool and_back;

  void start(std::size_t i, const Transfer& what) {
    network.start(what, [this, i, what](const Outcome& outcome) { ended(i, what, outcome); });
  }
  void start(const Multicast& what) {
    const TransferId id = network.multicast(what, [this](const std::vector<Outcome>& outcomes) {
      for (std::size_t i = 0; i < outcomes.size(); ++i) print(1000 + i, outcomes[i]);
    });
    if (c.cancelled) engine.after(std::chrono::milliseconds(100), [this, id] { network.cancel(id); });
  }
  void ended(std::size_t i, const Transfer& what, const Outcome& o) {
    print(i, o);
    if (and_back && i < c.sends.size()) start(i + c.sends.size(), Transfer(what.to, what.from, what.size));
  }
  static void print(std::size_t i, const Outcome& o) {
    std::printf("transfer %zu %d %.0f %lld %lld %u %lld\n", i, o.ok ? 1 : 0, o.delivered.value(),
                static_cast<long long>((o.finished - o.started).count()),
                static_cast<long long>(o.airtime.count()), o.retransmissions,
                static_cast<long long>(o.queued.count()));
  }
};

int run(const std::string& name, std::uint64_t seed, bool frozen, const Numbers& numbers) {
  const Case c = kCases.at(name)(numbers);
  Engine engine(seed);
  BackendOptions options = c.options;
  options.frozen = frozen;
  options.pcap = pcap_folder;
  const auto network = make_network("ns3", engine, c.topology, options);
  std::printf("built_cpu_s %.2f\n", cpu_seconds());
  Run state{engine, *network, c, name == "grid"};
  for (std::size_t i = 0; i < c.sends.size(); ++i) {
    engine.at(SimTime(c.sends[i].at), [&state, i] { state.start(i, state.c.sends[i].what); });
  }
  for (const Multicast& what : c.multicasts) {
    engine.at(kTimeZero, [&state, &what] { state.start(what); });
  }
  engine.run(SimTime(c.sends.empty() ? Duration(0) : c.sends.back().at));
  while (network->view().in_flight() > 0 && engine.now() < SimTime(c.until)) {
    engine.run(engine.now() + std::chrono::milliseconds(50));
  }
  for (NodeId i = 0; i < c.topology.nodes.size(); ++i) {
    const RadioActivity radio = network->view().radio_activity(i);
    std::printf("radio %u %lld %lld\n", i, static_cast<long long>(radio.wifi_transmit.count()),
                static_cast<long long>(radio.wifi_receive.count()));
  }
  std::printf("carried %.0f\nin_flight %zu\n", network->view().link_use(0).carried.value(),
              network->view().in_flight());
  const Ns3Counters counters = ns3_counters(*network);
  std::printf("events %llu\nroams %llu\nended_s %.3f\ncpu_s %.2f\nrss_mib %.0f\n",
              static_cast<unsigned long long>(counters.events),
              static_cast<unsigned long long>(counters.roams),
              std::chrono::duration<double>(engine.now().time_since_epoch()).count(), cpu_seconds(),
              peak_mib());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4 || kCases.count(argv[1]) == 0) return 2;
  try {
    Numbers numbers;
    if (const char* folder = std::getenv("WIFI_WORLD_PCAP")) pcap_folder = folder;
    for (int i = 4; i < argc; ++i) numbers.push_back(std::atof(argv[i]));
    return run(argv[1], std::strtoull(argv[2], nullptr, 10), argv[3][0] == '1', numbers);
  } catch (const ConfigError& error) {
    std::printf("config_error %s\n", error.what());
    return 2;
  }
}
