// Everything at once, drawn: what is started ends once or was cancelled, and the same seed gives the same.
#include <doctest/doctest.h>

#include <map>

#include "network/fluid/fluid.hpp"
#include "network/service/service.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

RadioStates states() {
  RadioStates s;
  s.profile = "test";
  s.promotion = 50ms, s.paging_cycle = 200ms, s.continuous = 20ms;
  s.short_drx = 100ms, s.short_cycle = 10ms, s.long_drx = 500ms, s.long_cycle = 40ms, s.on_duration = 2ms;
  return s;
}

// 0 site with everything; 1, 2 stations; 3, 4 UEs; 5 edge; 6 cloud
Topology everything() {
  Topology t;
  t.nodes = {{"site", {}},           {"tablet", {5, 0, 1}}, {"laptop", {0, 7, 1}}, {"phone", {90, 0, 1}},
             {"car", {50, 70, 1}}, {"edge", {}},         {"cloud", {}}};
  WifiLink wifi;
  wifi.name = "wifi", wifi.access_points = {0}, wifi.stations = {1, 2};
  wifi.power_save.profile = "test", wifi.power_save.awake = 30ms;
  LteLink lte;
  lte.name = "lte", lte.cells = {0}, lte.ues = {3, 4}, lte.states = states();
  WiredLink wire, wan;
  wire.name = "wire", wire.a = 0, wire.b = 5, wire.rate = 100_Mbps, wire.delay = 1ms;
  wan.name = "wan", wan.a = 5, wan.b = 6, wan.rate = 20_Mbps, wan.delay = 10ms;
  t.links = {wifi, lte, wire, wan};
  t.churn = {{1, 4s, 1s}, {4, 3s, 3s}, {5, 20s, 1s}};
  return t;
}

struct Stress {
  explicit Stress(std::uint64_t seed)
      : engine(seed), draw(engine.random("stress")),
        service(std::make_unique<Service>(engine, topology, make_fluid(engine, topology))) {}

  NodeId node() { return static_cast<NodeId>(draw.below(topology.nodes.size())); }
  void act() {
    const std::uint64_t dice = draw.below(20);
    if (dice < 14) {
      send();
    } else if (dice < 16) {
      cast();
    } else if (dice < 18 && !alive.empty()) {
      auto victim = alive.begin();
      std::advance(victim, static_cast<std::ptrdiff_t>(draw.below(alive.size())));
      service->cancel(victim->second);
      alive.erase(victim);
      ++cancelled;
    } else if (dice == 18) {
      service->set_up(node(), draw.below(3) > 0);
    }
  }
  void send() {
    Transfer what(node(), node(), Bytes(1 + static_cast<double>(draw.below(1'000'000))));
    what.transport = static_cast<Transport>(draw.below(3));
    what.priority = static_cast<int>(draw.below(5)) - 2;
    if (draw.below(3) == 0) what.deadline = seconds(draw.uniform(0, 0.3));
    const int number = started++;
    alive[number] = service->start(what, [this, number, what](const Outcome& o) {
      CHECK(o.ok == (o.why == Failure::none));
      CHECK(o.delivered <= what.size);
      if (o.ok) CHECK(o.delivered == what.size);
      CHECK(o.queued <= o.finished - o.started);
      if (what.deadline > Duration(0) && what.from != what.to) {
        CHECK(o.finished - o.started <= what.deadline);
      }
      end(number, o);
    });
  }
  void cast() {
    Multicast what;
    what.from = node();
    for (NodeId n = 0; n < topology.nodes.size(); ++n) {
      if (n != what.from && draw.below(2) == 0) what.to.push_back(n);
    }
    if (what.to.empty()) return;
    what.size = Bytes(50'000);
    what.reliable = draw.below(2) == 0;
    const int number = started++;
    const std::size_t receivers = what.to.size();
    alive[number] = service->multicast(what, [this, number, receivers](const std::vector<Outcome>& all) {
      CHECK(all.size() == receivers);
      end(number, all.front());
    });
  }
  void end(int number, const Outcome& o) {
    CHECK(alive.erase(number) == 1);
    ++ended;
    log = mix(log, mix(static_cast<std::uint64_t>(number),
                       static_cast<std::uint64_t>(engine.now().time_since_epoch().count())));
    if (o.why == Failure::node_down) ++down;
    if (o.why == Failure::deadline) ++late;
    if (draw.below(4) == 0 && started < 5000) act();  // from inside a completion
  }
  void run() {
    for (int i = 0; i < 4000; ++i) engine.after(10ms * i, [this] { act(); });
    engine.after(101s, [this] {
      for (NodeId n = 0; n < topology.nodes.size(); ++n) service->set_up(n, true);
    });
    engine.run();
  }

  Engine engine;
  Topology topology = everything();
  RandomStream draw;
  std::unique_ptr<Service> service;
  std::map<int, TransferId> alive;
  int started = 0, ended = 0, cancelled = 0, down = 0, late = 0;
  std::uint64_t log = 0;
};

}  // namespace

TEST_CASE("service: drawn messages, casts, cancellations and failures all come to one end") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    Stress s(seed), again(seed);
    s.run();
    CHECK(s.alive.empty());
    CHECK(s.started == s.ended + s.cancelled);
    CHECK(s.service->view().in_flight() == 0);
    CHECK(s.service->backend().view().in_flight() == 0);
    CHECK(s.down > 50);
    CHECK(s.late > 20);
    CHECK(s.cancelled > 50);
    again.run();
    CHECK(again.log == s.log);
    for (NodeId n = 1; n <= 4; ++n) {
      const RadioActivity radio = s.service->view().radio_activity(n);
      const StateTimes t = n < 3 ? radio.wifi_states : radio.lte_states;
      CHECK(t.promotion + t.active + t.continuous + t.short_drx + t.long_drx + t.idle + t.awake + t.doze ==
            s.engine.now() - kTimeZero);
    }
  }
}
