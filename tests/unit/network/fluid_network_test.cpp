#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "network/fluid/contention.hpp"
#include "network/fluid/fluid.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

// n0 -- n1 (80 Mb/s, 5 ms) -- n2 (8 Mb/s, 20 ms)
Topology chain() {
  Topology t;
  for (const char* name : {"n0", "n1", "n2"}) t.nodes.push_back({name, {}});
  WiredLink near, far;
  near.name = "near";
  near.a = 0, near.b = 1, near.rate = 80_Mbps, near.delay = 5ms;
  far.name = "far";
  far.a = 1, far.b = 2, far.rate = 8_Mbps, far.delay = 20ms;
  t.links = {near, far};
  return t;
}

struct World {
  explicit World(const Topology& t, FluidOptions options = {})
      : net(make_fluid(engine, t, options)) {}
  TransferId send(NodeId from, NodeId to, double bytes, Transport how = Transport::udp) {
    const std::size_t slot = ends_s.size();
    ends_s.push_back(-1);
    delivered.push_back(0);
    return net->start(Transfer(from, to, Bytes(bytes), how), [this, slot](const Outcome& o) {
      CHECK(ends_s[slot] == -1);  // exactly once
      CHECK(o.finished == engine.now());
      ends_s[slot] = to_seconds(o.finished);
      delivered[slot] = o.delivered.value();
    });
  }
  Engine engine;
  std::unique_ptr<Network> net;
  std::vector<double> ends_s, delivered;
};

Topology cell(std::vector<double> metres) {
  Topology t;
  t.nodes.push_back({"site", {}});
  LteLink link;
  link.name = "cell";
  link.cells = {0};
  for (const double m : metres) {
    link.ues.push_back(static_cast<NodeId>(t.nodes.size()));
    t.nodes.push_back({"ue" + std::to_string(t.nodes.size()), {m, 0, 0}});
  }
  t.links = {link};
  return t;
}

Topology hotspot(std::vector<double> metres) {
  Topology t;
  t.nodes.push_back({"ap", {}});
  WifiLink link;
  link.name = "wifi";
  link.access_points = {0};
  for (const double m : metres) {
    link.stations.push_back(static_cast<NodeId>(t.nodes.size()));
    t.nodes.push_back({"s" + std::to_string(t.nodes.size()), {m, 0, 0}});
  }
  t.links = {link};
  return t;
}

constexpr double kUdp = 1502.0 / 1472;  // wire bytes a payload byte, whole packets

// No collisions, and slots too short to count.
FluidOptions without_contention() {
  FluidOptions options;
  options.coefficients.wifi.collision_factor = 0;
  options.coefficients.wifi.slot_s = 1e-12;
  return options;
}

}  // namespace

TEST_CASE("one message on a wire: size over rate plus delay") {
  World w(chain());
  w.send(0, 1, 1472 * 1000);
  w.engine.run();
  CHECK(w.ends_s[0] == doctest::Approx(1472000 * kUdp / 10e6 + 0.005).epsilon(1e-9));
  CHECK(w.delivered[0] == 1472000);
}

TEST_CASE("over two wires: the slower rate, both delays, one packet's time on the faster") {
  World w(chain());
  w.send(0, 2, 1472 * 1000);
  w.engine.run();
  CHECK(w.ends_s[0] ==
        doctest::Approx(1472000 * kUdp / 1e6 + 0.025 + 1502 / 10e6).epsilon(1e-9));
  CHECK(to_seconds(w.net->view().nominal_time(0, 2, Bytes(1448000))) ==
        doctest::Approx(1000 * 1502 / 1e6 + 0.025 + 1502 / 10e6).epsilon(1e-9));
}

TEST_CASE("two flows share a wire; the other direction is free") {
  World w(chain());
  w.send(0, 1, 1472000);
  w.send(0, 1, 1472000);
  w.send(1, 0, 1472000);
  w.engine.run();
  CHECK(w.ends_s[0] == doctest::Approx(2 * 1472000 * kUdp / 10e6 + 0.005).epsilon(1e-8));
  CHECK(w.ends_s[1] == doctest::Approx(w.ends_s[0]).epsilon(1e-8));
  CHECK(w.ends_s[2] == doctest::Approx(1472000 * kUdp / 10e6 + 0.005).epsilon(1e-8));
}

TEST_CASE("a message to the node itself completes now, as an event of its own") {
  World w(chain());
  w.send(1, 1, 5);
  CHECK(w.ends_s[0] == -1);
  CHECK(w.net->view().in_flight() == 1);
  w.engine.run();
  CHECK(w.ends_s[0] == 0);
  CHECK(w.net->view().in_flight() == 0);
}

TEST_CASE("cancel frees the wire, never completes, and counts what was carried") {
  for (const bool virtual_time : {true, false}) {
    FluidOptions options;
    options.virtual_time = virtual_time;
    World w(chain(), options);
    const TransferId first = w.send(0, 1, 1472000);
    w.send(0, 1, 1472000);
    w.engine.after(50ms, [&] {  // asking changes nothing
      CHECK(w.net->view().link_use(0).carried.value() ==
            doctest::Approx(0.05 * 10e6 / kUdp).epsilon(1e-8));
    });
    w.engine.after(100ms, [&] { w.net->cancel(first); });
    w.engine.run();
    w.net->cancel(first);  // ended: nothing
    const double alone_s = 1472000 * kUdp / 10e6;
    CHECK(w.ends_s[0] == -1);
    CHECK(w.ends_s[1] == doctest::Approx(0.1 + alone_s - 0.05 + 0.005).epsilon(1e-8));
    CHECK(w.net->view().link_use(0).carried.value() ==
          doctest::Approx(1472000 + 0.05 * 10e6 / kUdp).epsilon(1e-8));
    CHECK(w.net->view().in_flight() == 0);
  }
}

TEST_CASE("tcp: the first message pays the handshake, later ones of the pair follow in order") {
  World w(chain());
  w.send(0, 1, 1448, Transport::tcp);
  w.send(0, 1, 1448, Transport::tcp);
  w.send(1, 0, 1448, Transport::tcp);  // another ordered pair, another connection
  w.engine.run();
  const double packet_s = 1502 / 10e6, tiny_s = 55 / 10e6, rtt_s = 0.01 + 2 * tiny_s;
  CHECK(w.ends_s[0] == doctest::Approx(rtt_s + packet_s + 0.005).epsilon(1e-7));
  CHECK(w.ends_s[1] == doctest::Approx(rtt_s + 2 * packet_s + 0.005).epsilon(1e-7));
  CHECK(w.ends_s[2] == doctest::Approx(w.ends_s[0]).epsilon(1e-7));
}

TEST_CASE("tcp: slow start by hand") {
  // 80 Mb/s, round trip R = 10.011 ms: windows of 10, 20, 40 segments take 1.502, 3.004, 6.008 ms
  // each, less than R, so they start R apart; 30 more segments are in the fourth window.
  World w(chain());
  w.send(0, 1, 100 * 1448, Transport::tcp);
  w.engine.run();
  const double rtt_s = 0.01 + 2 * 55 / 10e6;
  CHECK(w.ends_s[0] == doctest::Approx(rtt_s + 3 * rtt_s + 30 * 1502 / 10e6 + 0.005).epsilon(1e-6));
  // A warm connection: the window of 70 or more segments is there at once.
  const double before_s = to_seconds(w.engine.now());
  w.engine.after(1s, [&] { w.send(0, 1, 50 * 1448, Transport::tcp); });
  w.engine.run();
  CHECK(w.ends_s[1] == doctest::Approx(before_s + 1 + 50 * 1502 / 10e6 + 0.005).epsilon(1e-6));
}

TEST_CASE("tcp: a long transfer reaches the rate of the wire") {
  World w(chain());
  w.send(0, 1, 1448.0 * 20000, Transport::tcp);
  w.engine.run();
  const double wire_s = 20000 * 1502 / 10e6;
  CHECK(w.ends_s[0] > wire_s);
  CHECK(w.ends_s[0] < wire_s + 0.05);
}

TEST_CASE("tcp: cancelling the first, a middle and the last message of a connection") {
  World w(chain());
  const auto a = w.send(0, 1, 144800, Transport::tcp);
  w.send(0, 1, 1448, Transport::tcp);
  const auto c = w.send(0, 1, 1448, Transport::tcp);
  w.send(0, 1, 1448, Transport::tcp);
  const auto e = w.send(0, 1, 1448, Transport::tcp);
  w.net->cancel(c);
  w.engine.after(11ms, [&] { w.net->cancel(a); });
  w.engine.after(11ms, [&] { w.net->cancel(e); });
  w.engine.run();
  CHECK(w.ends_s[0] == -1);
  CHECK(w.ends_s[2] == -1);
  CHECK(w.ends_s[4] == -1);
  CHECK(w.ends_s[1] == doctest::Approx(0.011 + 1502 / 10e6 + 0.005).epsilon(1e-6));
  CHECK(w.ends_s[3] == doctest::Approx(0.011 + 2 * 1502 / 10e6 + 0.005).epsilon(1e-6));
}

// 10,000 datagrams of 1544 B with MAC header: 42 a turn at 5 m, where 65,535 B end it, and at 100 m
// 11, where 5.484 ms do.
TEST_CASE("Wi-Fi: stations take the air in turns, so a slow one slows the fast one by its turns") {
  const FluidOptions options = without_contention();
  World fast(hotspot({5}), options), slow(hotspot({100}), options);
  World both(hotspot({5, 100}), options);
  for (World* w : {&fast, &slow}) w->send(1, 0, 14720000);
  both.send(1, 0, 14720000);
  both.send(2, 0, 14720000);
  for (World* w : {&fast, &slow, &both}) w->engine.run();
  CHECK(slow.ends_s[0] > 3 * fast.ends_s[0]);
  const double fast_turns = 10000.0 / 42, slow_turn_s = slow.ends_s[0] * 11 / 10000;
  CHECK(both.ends_s[0] ==
        doctest::Approx(fast.ends_s[0] + fast_turns * slow_turn_s).epsilon(0.01));
  CHECK(both.ends_s[1] == doctest::Approx(fast.ends_s[0] + slow.ends_s[0]).epsilon(1e-3));
  const double busy_s = to_seconds(both.net->view().radio_activity(0).wifi_receive);
  CHECK(busy_s > 0.8 * both.ends_s[1]);
  CHECK(busy_s < both.ends_s[1]);
}

TEST_CASE("Wi-Fi: of two short messages at once one goes first, and the other waits for it") {
  const FluidOptions options = without_contention();
  World alone(hotspot({5}), options), two(hotspot({5, 5}), options);
  alone.send(1, 0, 14720);
  two.send(1, 0, 14720);
  two.send(2, 0, 14720);
  alone.engine.run();
  two.engine.run();
  CHECK(two.ends_s[0] == doctest::Approx(alone.ends_s[0]).epsilon(1e-6));
  CHECK(two.ends_s[1] > 2 * alone.ends_s[0]);
}

TEST_CASE("Wi-Fi: messages that wait on a connection ride in one exchange") {
  const auto last_ends_s = [](NodeId second) {
    World w(hotspot({5, 5}), without_contention());
    for (const NodeId from : {NodeId{1}, second}) w.send(from, 0, 1448, Transport::tcp);
    w.engine.after(1s, [&] {
      w.send(1, 0, 14480, Transport::tcp);
      w.send(1, 0, 1448, Transport::tcp);
      w.send(second, 0, 1448, Transport::tcp);
    });
    w.engine.run();
    return w.ends_s[4];
  };
  CHECK(last_ends_s(1) < last_ends_s(2) - 100e-6);  // a preamble and two block acks less
}

TEST_CASE("Wi-Fi: station to station takes the air twice") {
  World once(hotspot({5, 5})), twice(hotspot({5, 5}));
  once.send(1, 0, 14720000);
  twice.send(1, 2, 14720000);
  once.engine.run();
  twice.engine.run();
  CHECK(twice.ends_s[0] == doctest::Approx(2 * once.ends_s[0]).epsilon(1e-3));
}

TEST_CASE("Wi-Fi: two senders wait fewer slots than one, and collide") {
  FluidOptions options;
  options.coefficients.wifi.collision_factor = 0.5;
  const fluid::WifiCoefficients& w = options.coefficients.wifi;
  const fluid::Contention contention(w.cw_min, w.cw_doublings);
  // A turn of 42 datagrams at 143.382 Mb/s: preamble 44 + 6.8 us, 42 x 1544 B.
  const double ppdu_s = 50.8e-6 + 42 * 1544 * 8 / 143.382e6, eifs_s = (16 + 32 + 16 + 27) * 1e-6;
  const double more_s = 9e-6 * (contention.idle(2) - contention.idle(1)) +
                        0.5 * contention.lost(2) * (ppdu_s + eifs_s);
  for (const bool virtual_time : {true, false}) {
    options.virtual_time = virtual_time;
    World alone(hotspot({5}), options), two(hotspot({5, 5}), options);
    alone.send(1, 0, 14720000);
    two.send(1, 0, 14720000);
    two.send(2, 0, 14720000);
    alone.engine.run();
    two.engine.run();
    const double turns = 2 * 10000.0 / 42;
    CHECK(two.ends_s[1] ==
          doctest::Approx(2 * alone.ends_s[0] + turns * more_s).epsilon(2e-3));
  }
}

TEST_CASE("Wi-Fi: what collisions cost grows with the number of senders") {
  const auto per_sender_s = [](double factor, int stations) {
    FluidOptions options;
    options.coefficients.wifi.collision_factor = factor;
    World w(hotspot(std::vector<double>(static_cast<std::size_t>(stations), 5)), options);
    for (NodeId s = 1; s <= static_cast<NodeId>(stations); ++s) w.send(s, 0, 14720000);
    w.engine.run();
    return *std::max_element(w.ends_s.begin(), w.ends_s.end()) / stations;
  };
  CHECK(per_sender_s(0.5, 2) > per_sender_s(0, 2));
  CHECK(per_sender_s(0.5, 10) / per_sender_s(0, 10) > per_sender_s(0.5, 2) / per_sender_s(0, 2));
  CHECK(per_sender_s(0.5, 10) < 1.5 * per_sender_s(0, 10));
}

TEST_CASE("Wi-Fi: opening a connection waits for the air three times, an open one once") {
  const auto takes_s = [](bool open) {
    World w(hotspot({5, 5}), without_contention());
    w.send(1, 0, 1e6, Transport::tcp);
    if (open) w.send(2, 0, 1448, Transport::tcp);
    double ends_s = 0;
    w.engine.after(1s, [&] { w.send(1, 0, 3e6, Transport::tcp); });
    w.engine.after(1001ms, [&] {
      w.net->start(Transfer(2, 0, Bytes(1448)),
                   [&](const Outcome&) { ends_s = to_seconds(w.engine.now()); });
    });
    w.engine.run();
    return ends_s - 1.001;
  };
  // A turn of 42 packets at 143 Mb/s is 3.7 ms and its acknowledgements.
  CHECK(takes_s(true) < 4.5e-3);
  CHECK(takes_s(false) - takes_s(true) > 2 * 3.7e-3);
  CHECK(takes_s(false) - takes_s(true) < 2 * 4.5e-3);
}

TEST_CASE("LTE: up, a message that comes in the pause ends it with its own report") {
  const auto first_takes_s = [](double second_after_s) {
    World w(cell({50}));
    w.send(1, 0, 20e6, Transport::tcp);
    w.engine.after(60s, [&] { w.send(1, 0, 200000, Transport::tcp); });
    w.engine.after(60s + seconds(second_after_s), [&] { w.send(1, 0, 1448, Transport::tcp); });
    w.engine.run();
    return w.ends_s[1] - 60;
  };
  const fluid::LteCoefficients c;
  // 150 kB take 15.9 ms; then the pause.
  const double asked_s = 0.018, grant_s = c.report_pause_s - c.report_timer_s;
  CHECK(first_takes_s(1) - first_takes_s(asked_s) ==
        doctest::Approx(0.01592 + c.report_pause_s - asked_s - grant_s).epsilon(0.01));
  CHECK(first_takes_s(1) == doctest::Approx(first_takes_s(0.001)).epsilon(1e-3));
}

TEST_CASE("Wi-Fi: what follows delivery delays the next message, not this one") {
  World w(hotspot({5}));
  w.send(1, 0, 1000);
  w.engine.run();
  const double alone_s = w.ends_s[0], idle_s = 1;
  w.engine.after(seconds(idle_s), [&] { w.send(1, 0, 1000); });
  w.engine.after(seconds(idle_s + alone_s), [&] { w.send(1, 0, 1000); });
  const double start_s = to_seconds(w.engine.now()) + idle_s;
  w.engine.run();
  CHECK(w.ends_s[1] - start_s == doctest::Approx(alone_s).epsilon(1e-3));
  CHECK(w.ends_s[2] - start_s > 2.2 * alone_s);
}

TEST_CASE("tcp: HyStart keeps the window small on a fast wire of 2 ms, not on one of 10 ms") {
  const auto extra_rounds = [](Duration delay) {
    Topology t = chain();
    std::get<WiredLink>(t.links[0]).rate = 1_Gbps;
    std::get<WiredLink>(t.links[0]).delay = delay;
    World w(t);
    w.send(0, 1, 1000 * 1448, Transport::tcp);
    w.engine.run();
    return w.ends_s[0] / (2 * to_seconds(delay));
  };
  // 10, 20, 40, ... of 1000 segments reach the far side in 7 rounds and a half; with the handshake
  // 8.5 and the last window's sending. From 20 on in steps of a twentieth it takes 26.
  CHECK(extra_rounds(5ms) < 9);
  CHECK(extra_rounds(1ms) > 20);
  CHECK(extra_rounds(1ms) < 30);
}

TEST_CASE("Wi-Fi: links on one channel share the air, on two channels they do not") {
  const auto second_ends_s = [](int channel) {
    Topology t = hotspot({5, 5});
    AdhocLink d2d;
    d2d.name = "d2d";
    d2d.members = {1, 2};
    d2d.channel = channel;
    t.links.push_back(d2d);
    World w(t, without_contention());
    w.send(1, 0, 14720000);
    w.send(1, 2, 14720000);
    w.engine.run();
    return w.ends_s[1];
  };
  CHECK(second_ends_s(36) == doctest::Approx(2 * second_ends_s(149)).epsilon(1e-3));
}

TEST_CASE("LTE: a proportional fair cell gives equal times, not equal rates") {
  World near(cell({50})), far(cell({4000})), both(cell({50, 4000}));
  near.send(0, 1, 1472000);
  far.send(0, 1, 1472000);
  both.send(0, 1, 1472000);
  both.send(0, 2, 1472000);
  for (World* w : {&near, &far, &both}) w->engine.run();
  const double delay_s = fluid::LteCoefficients().downlink_delay_s;
  const double n = near.ends_s[0] - delay_s, f = far.ends_s[0] - delay_s;
  CHECK(f > 1.5 * n);
  // Half the time each: the near one ends after 2 n, the far one had n of it and needs f - n more.
  CHECK(both.ends_s[0] == doctest::Approx(2 * n + delay_s).epsilon(1e-6));
  CHECK(both.ends_s[1] == doctest::Approx(n + f + delay_s).epsilon(1e-6));
  CHECK(both.net->view().radio_activity(2).lte_received.value() == doctest::Approx(1472000));
  CHECK(both.net->view().radio_activity(0).lte_sent.value() == doctest::Approx(2944000));
}

TEST_CASE("LTE: up, a cell that was told of 150 kB pauses before it hears of the rest") {
  const auto second_takes_s = [](double bytes) {
    World w(cell({50}));
    w.send(1, 0, 20e6, Transport::tcp);  // opens the window
    double from_s = 0;
    w.engine.after(60s, [&] {
      from_s = to_seconds(w.engine.now());
      w.send(1, 0, bytes, Transport::tcp);
    });
    w.engine.run();
    return w.ends_s[1] - from_s;
  };
  const fluid::LteCoefficients c;
  const double byte_s = (second_takes_s(140000) - second_takes_s(70000)) / 70000;
  CHECK(byte_s == doctest::Approx(1505.0 / 1448 / (75376 / 8.0 * 1000)).epsilon(1e-3));
  // 150,000 B with headers are 144,318 of payload: 400,000 take two pauses.
  CHECK(second_takes_s(400000) - second_takes_s(140000) ==
        doctest::Approx(260000 * byte_s + 2 * c.report_pause_s).epsilon(1e-3));
}

TEST_CASE("NR: a message ends with a scheduling unit, and the first up is for the report") {
  Topology t;
  t.nodes = {{"site", {}}, {"ue", {60, 0, 0}}};
  NrLink link;
  link.name = "nr";
  link.cells = {0};
  link.ues = {1};
  link.options.sight = NrSight::always;
  t.links = {link};
  const auto takes_s = [&](NodeId from, NodeId to, double bytes) {
    World w(t);
    w.send(from, to, bytes);
    w.engine.run();
    return w.ends_s[0];
  };
  // DDDSU at 30 kHz: an uplink unit every 2.5 ms, four downlink units in them.
  CHECK(takes_s(1, 0, 1000) - takes_s(1, 0, 50) == doctest::Approx(2.5e-3).epsilon(0.01));
  CHECK(takes_s(1, 0, 10000) == doctest::Approx(takes_s(1, 0, 1000)).epsilon(1e-6));
  CHECK(takes_s(0, 1, 10000) == doctest::Approx(takes_s(0, 1, 50)).epsilon(1e-6));
  const double steps = (takes_s(0, 1, 200000) - takes_s(0, 1, 50)) / 0.625e-3;
  CHECK(steps == doctest::Approx(std::round(steps)).epsilon(1e-3));
  CHECK(steps > 1);
}

TEST_CASE("a station out of range is refused") {
  Engine engine;
  CHECK_THROWS_AS(make_fluid(engine, hotspot({5, 2000})), ConfigError);
  CHECK_THROWS_AS(make_fluid(engine, cell({5, 2e6})), ConfigError);
}

TEST_CASE("bytes are conserved: what was delivered is what the links carried") {
  World w(chain());
  RandomStream random(5, "conservation");
  double delivered_near = 0, delivered_far = 0, sent = 0;
  for (int i = 0; i < 500; ++i) {
    const auto from = static_cast<NodeId>(random.below(3));
    const auto to = static_cast<NodeId>(random.below(3));
    const double size = 1.0 + static_cast<double>(random.below(50000));
    const auto how = random.below(2) == 0 ? Transport::tcp : Transport::udp;
    w.engine.after(seconds(random.uniform(0, 20)), [&, from, to, size, how] {
      sent += size;
      w.net->start(Transfer(from, to, Bytes(size), how), [&, from, to](const Outcome& o) {
        if (from != to && from + to != 3) delivered_near += o.delivered.value();
        if (from != to && from + to != 1) delivered_far += o.delivered.value();
        sent -= o.delivered.value();
      });
    });
  }
  w.engine.run();
  CHECK(sent == doctest::Approx(0));
  CHECK(w.net->view().link_use(0).carried.value() == doctest::Approx(delivered_near));
  CHECK(w.net->view().link_use(1).carried.value() == doctest::Approx(delivered_far));
  CHECK(w.net->view().in_flight() == 0);
}
