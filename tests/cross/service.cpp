// What the service around a backend does with real traffic, a line each. A program of its own because
// ns-3 allows one world a process.
//   cross_service BACKEND CASE SEED
// CASE      arq-loss | arq-wifi | presence | churn | rrc | always-on | psm |
//           wifi-always-on | multicast
// prints    message INDEX ok WHY DELIVERED QUEUED_NS FINISHED_NS RETRANSMISSIONS / carried BYTES /
//           states PROMOTIONS PROMOTION_NS AWAKE_OR_ACTIVE_NS / in_flight N
#include <cstdio>
#include <cstdlib>
#include <string>

#include "network/backends.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

Topology star(Link link, std::size_t others) {
  Topology t;
  t.nodes.push_back({"centre", {0, 0, 1}});
  for (std::size_t i = 1; i <= others; ++i) {
    t.nodes.push_back({"n" + std::to_string(i), {4.0 + static_cast<double>(i), 2, 1}});
  }
  t.links.push_back(std::move(link));
  return t;
}

Topology wifi(std::size_t stations, bool psm) {
  WifiLink link;
  link.name = "wifi";
  link.access_points = {0};
  for (std::size_t i = 1; i <= stations; ++i) link.stations.push_back(static_cast<NodeId>(i));
  if (psm) link.power_save.profile = "test", link.power_save.awake = 200ms;
  return star(link, stations);
}

Topology lte(bool states) {
  LteLink link;
  link.name = "cell";
  link.cells = {0}, link.ues = {1};
  if (states) {
    link.states.profile = "test";
    link.states.promotion = 260ms, link.states.paging_cycle = 1280ms;
    link.states.continuous = 100ms;
    link.states.long_drx = 10s, link.states.long_cycle = 40ms, link.states.on_duration = 2ms;
  }
  return star(link, 1);
}

Topology lossy() {
  RecordedLink link;
  link.name = "lossy";
  link.device = 1;
  Topology t = star(link, 1);
  t.traces.push_back(read_trace("time_s,down_bps,up_bps,rtt_s,loss\n0,8e6,4e6,0.05,0.05\n9,8e6,4e6,0.05,0.05\n",
                                "lossy"));
  return t;
}

struct World {
  World(const std::string& backend, Topology t, std::uint64_t seed)
      : engine(seed), topology(std::move(t)), net(make_network(backend, engine, topology)) {}
  void send(Duration at, const Transfer& what) {
    const int index = next++;
    engine.at(SimTime(at), [this, index, what] {
      net->start(what, [this, index](const Outcome& o) { print(index, o); });
    });
  }
  void print(int index, const Outcome& o) const {
    std::printf("message %d %d %d %.0f %lld %lld %u\n", index, o.ok ? 1 : 0, static_cast<int>(o.why),
                o.delivered.value(), static_cast<long long>(o.queued.count()),
                static_cast<long long>(o.finished.time_since_epoch().count()), o.retransmissions);
  }
  void finish() {
    engine.run(SimTime(60s));
    const RadioActivity radio = net->view().radio_activity(1);
    std::printf("carried %.0f\n", net->view().link_use(0).carried.value());
    std::printf("states %u %lld %lld\n", radio.lte_states.promotions,
                static_cast<long long>(radio.lte_states.promotion.count()),
                static_cast<long long>((radio.lte_states.active + radio.wifi_states.awake).count()));
    std::printf("in_flight %zu\n", net->view().in_flight());
  }
  Engine engine;
  Topology topology;
  std::unique_ptr<Network> net;
  int next = 0;
};

void arq(World& w) {
  for (const double bytes : {1000.0, 100'000.0, 700'000.0}) {
    w.send(0s, Transfer(1, 0, Bytes(bytes), Transport::arq));
    w.send(20s, Transfer(0, 1, Bytes(bytes), Transport::arq));
  }
}

void presence(World& w) {
  w.send(0s, Transfer(1, 0, Bytes(20e6)));
  w.send(0s, Transfer(0, 1, Bytes(20e6), Transport::udp));
  w.send(0s, Transfer(2, 0, Bytes(300'000)));
  w.engine.after(100ms, [&w] { w.net->set_up(1, false); });
  w.send(500ms, Transfer(1, 2, Bytes(1000)));
  w.engine.after(1s, [&w] { w.net->set_up(1, true); });
  w.send(2s, Transfer(1, 0, Bytes(100'000)));
  w.send(4s, Transfer(0, 1, Bytes(100'000)));
}

void churn(World& w) {
  for (int i = 0; i < 30; ++i) w.send(1s * i, Transfer(1, 0, Bytes(2e6)));
}

void phone(World& w) {
  w.send(1s, Transfer(1, 0, Bytes(10'000)));
  w.send(20s, Transfer(0, 1, Bytes(10'000)));
  w.send(22s, Transfer(0, 1, Bytes(10'000)));
}

void cast(World& w) {
  Multicast what;
  what.from = 0, what.to = {1, 2, 3}, what.size = Bytes(200'000);
  w.engine.at(SimTime(0s), [&w, what] {
    w.net->multicast(what, [&w](const std::vector<Outcome>& outcomes) {
      for (const Outcome& o : outcomes) w.print(w.next++, o);
    });
  });
}

Topology churning() {
  Topology t = wifi(1, false);
  t.churn.push_back({1, 3s, 2s});
  return t;
}

struct Case {
  const char* name;
  Topology (*topology)();
  void (*traffic)(World&);
};

const Case kCases[] = {
    {"arq-loss", [] { return lossy(); }, arq},
    {"arq-wifi", [] { return wifi(1, false); }, arq},
    {"presence", [] { return wifi(2, false); }, presence},
    {"churn", churning, churn},
    {"rrc", [] { return lte(true); }, phone},
    {"always-on", [] { return lte(false); }, phone},
    {"psm", [] { return wifi(1, true); }, phone},
    {"wifi-always-on", [] { return wifi(1, false); }, phone},
    {"multicast", [] { return wifi(3, false); }, cast},
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  for (const Case& c : kCases) {
    if (c.name != std::string(argv[2])) continue;
    World world(argv[1], c.topology(), std::strtoull(argv[3], nullptr, 10));
    c.traffic(world);
    world.finish();
    return 0;
  }
  return 2;
}
