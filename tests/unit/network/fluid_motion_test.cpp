// The fluid network while nodes move, links fail and cells hand over.
#include "tests/unit/network/fluid_world.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

SimTime at(double s) { return SimTime(seconds(s)); }

Topology wire() {
  Topology t;
  t.nodes = {{"a", {}}, {"b", {}}};
  WiredLink link;
  link.name = "wire";
  link.a = 0, link.b = 1, link.rate = 8_Mbps, link.delay = 10ms;
  t.links = {link};
  return t;
}

// A station that stands at 5 m, is at `far` from 2 s to 6 s, and back at 8 s.
Topology walk(double far) {
  Topology t;
  t.nodes = {{"ap", {}}, {"s", {5, 0, 0}}};
  t.nodes[1].motion = Track{{{at(0), {5, 0, 0}}, {at(1), {5, 0, 0}}, {at(2), {far, 0, 0}},
                             {at(6), {far, 0, 0}}, {at(8), {5, 0, 0}}}};
  WifiLink link;
  link.name = "wifi";
  link.access_points = {0};
  link.gateway = 0;
  link.stations = {1};
  t.links = {link};
  return t;
}

// A UE that drives from one cell to the other, 2 km in 40 s.
Topology drive() {
  Topology t;
  t.nodes = {{"gateway", {}}, {"west", {0, 100, 0}}, {"east", {2000, 100, 0}}, {"ue", {}}};
  t.nodes[3].motion = Track{{{at(0), {0, 0, 0}}, {at(40), {2000, 0, 0}}}};
  LteLink link;
  link.name = "cells";
  link.cells = {1, 2};
  link.gateway = 0;
  link.ues = {3};
  t.links = {link};
  return t;
}

}  // namespace

TEST_CASE("tcp over an outage goes on when its timer fires: 200 ms, doubled until the wire is back") {
  Topology t = wire();
  t.outages = {{0, at(0.5), 1s}};
  FluidWorld w(t), whole(wire());
  for (FluidWorld* x : {&w, &whole}) {
    x->send(0, 1, 1448 * 1000, Transport::tcp);
    x->engine.run();
  }
  // Tries after 0.2, 0.6 and 1.4 s of silence: at 1.9 s the wire has been back for 0.4 s.
  const double without_s = 1.4;
  CHECK(w.ends_s[0] > whole.ends_s[0] + without_s);
  CHECK(w.ends_s[0] < whole.ends_s[0] + without_s + 0.2);  // and slow start again
  CHECK(w.outcomes[0].delivered.value() == 1448 * 1000);
}

TEST_CASE("udp loses what it sends into an outage, at its pace, and nothing else") {
  Topology t = wire();
  t.outages = {{0, at(0.5), 250ms}};
  FluidWorld w(t);
  w.send(0, 1, 1472 * 680);  // one second
  w.engine.run();
  const double lost = 1472 * 680 - w.outcomes[0].delivered.value();
  CHECK(lost == doctest::Approx(0.25 * 1e6 * 1472 / 1502).epsilon(0.01));
  CHECK(w.ends_s[0] == doctest::Approx(680 * 1502 / 1e6 + 0.01).epsilon(0.001));
  CHECK(w.net->view().link_use(0).carried.value() == doctest::Approx(1472 * 680 - lost).epsilon(1e-6));
}

TEST_CASE("udp that ends within an outage ends when it has been sent") {
  Topology t = wire();
  t.outages = {{0, at(0.5), 100s}};
  FluidWorld w(t);
  w.send(0, 1, 1472 * 680);
  w.engine.run();
  CHECK(w.ends_s[0] == doctest::Approx(680 * 1502 / 1e6 + 0.01).epsilon(0.01));
  CHECK(w.outcomes[0].delivered.value() == doctest::Approx(0.49e6).epsilon(0.01));
  CHECK(to_seconds(w.engine.now()) < 1.1);
}

TEST_CASE("what begins in an outage waits; other links do not care; an idle network has no events") {
  Topology t = wire();
  t.nodes.push_back({"c", {}});
  t.links.push_back(t.links[0]);
  std::get<WiredLink>(t.links[1]).name = "other";
  std::get<WiredLink>(t.links[1]).b = 2;
  t.outages = {{0, at(0), 3s}, {0, at(1000), 1s}};
  FluidWorld w(t);
  w.send(0, 1, 10000, Transport::tcp);
  w.send(0, 2, 10000, Transport::tcp);
  w.engine.run();
  CHECK(w.ends_s[0] > 3);
  CHECK(w.ends_s[0] < 6.5);  // a try 0.2 (2^k - 1) after its start
  CHECK(w.ends_s[1] < 0.1);
  CHECK(to_seconds(w.engine.now()) < 7);  // nobody waited for 1000 s
}

TEST_CASE("a message that is cancelled in an outage lets the next one go") {
  Topology t = wire();
  t.outages = {{0, at(0.1), 1s}};
  FluidWorld w(t);
  w.send(0, 1, 1448 * 1000, Transport::tcp);
  w.send(0, 1, 1448, Transport::tcp);
  const std::size_t datagrams = w.send(0, 1, 1e6);
  w.engine.after(500ms, [&] {
    w.net->cancel(w.ids[0]);
    w.net->cancel(w.ids[datagrams]);
  });
  w.engine.run();
  CHECK(w.ends_s[0] == -1);
  CHECK(w.ends_s[datagrams] == -1);
  CHECK(w.ends_s[1] > 1.1);
  CHECK(w.ends_s[1] < 2.5);
  CHECK(w.net->view().in_flight() == 0);
}

TEST_CASE("a station that walks away gets less, and nothing while it is out of coverage") {
  const auto end = [](double far, Transport how) {
    FluidWorld w(walk(far));
    const std::size_t sent = w.send(1, 0, 40e6, how);
    w.engine.run();
    CHECK(w.net->view().in_flight() == 0);
    if (how == Transport::tcp) CHECK(w.outcomes[sent].delivered.value() == 40e6);
    return w.ends_s[sent];
  };
  const double near = end(5, Transport::tcp), dim = end(80, Transport::tcp), gone = end(3000, Transport::tcp);
  CHECK(near < 5);
  CHECK(dim > near + 1);
  CHECK(gone > 7.5);   // nothing between shortly after 1 s and shortly before 8 s
  CHECK(gone < 16);
}

TEST_CASE("positions are those of the clock when a message begins, and planners know the start only") {
  FluidWorld w(walk(80));
  const Duration planned = w.net->view().nominal_time(1, 0, Bytes(1e6));
  w.send(1, 0, 1e6);
  w.send_at(3s, 1, 0, 1e6);
  w.send_at(20s, 1, 0, 1e6);
  w.engine.run();
  const double first = w.ends_s[0], second = w.ends_s[1] - 3, third = w.ends_s[2] - 20;
  CHECK(second > 2 * first);
  CHECK(third == doctest::Approx(first).epsilon(1e-6));
  CHECK(w.net->view().nominal_time(1, 0, Bytes(1e6)) == planned);
}

TEST_CASE("handover: one gap of 30 ms on the way, no byte lost; without traffic it costs nothing") {
  FluidWorld w(drive());
  w.send(0, 3, 150e6, Transport::tcp);
  w.engine.run();
  CHECK(w.outcomes[0].delivered.value() == 150e6);
  Topology still = drive();
  still.nodes[3].motion = Still();
  still.nodes[3].position = {2000, 0, 0};
  FluidWorld there(still), arrived(drive());
  there.send(0, 3, 1e6, Transport::tcp);
  there.engine.run();
  arrived.send_at(60s, 0, 3, 1e6, Transport::tcp);
  arrived.send_at(1s, 0, 3, 1, Transport::udp);  // attached in the west before
  arrived.engine.run();
  CHECK(arrived.ends_s[1] - 60 == doctest::Approx(there.ends_s[0]).epsilon(0.01));
}

TEST_CASE("handover: a stream of datagrams pauses once, for the gap") {
  Topology t = drive();
  FluidWorld w(t);
  for (int i = 0; i < 3000; ++i) w.send_at(10ms * i, 0, 3, 1000);
  w.engine.run();
  int late = 0;
  double longest = 0;
  for (std::size_t i = 0; i < w.outcomes.size(); ++i) {
    const double took = w.ends_s[i] - 0.01 * static_cast<double>(i);
    late += took > 0.01 ? 1 : 0;
    longest = std::max(longest, took);
    CHECK(w.outcomes[i].delivered.value() == 1000);
  }
  CHECK(late >= 2);
  CHECK(late <= 4);
  CHECK(longest > 0.02);
  CHECK(longest < 0.05);
}

TEST_CASE("motion, outages and cancellation: the same bits again, every byte accounted for") {
  const auto run = [] {
    Topology t = walk(3000);
    t.outages = {{0, at(2.2), 300ms}, {0, at(9), 2s}};
    FluidWorld w(t);
    RandomStream random(4, "conservation");
    for (int i = 0; i < 200; ++i) {
      const auto when = seconds(random.uniform(0, 15));
      const bool up = random.below(2) == 0;
      const auto how = random.below(2) == 0 ? Transport::tcp : Transport::udp;
      w.send_at(when, up ? 1 : 0, up ? 0 : 1, 1.0 + static_cast<double>(random.below(200000)), how);
    }
    w.engine.after(2300ms, [&] { w.net->cancel(w.ids[3]); });
    w.engine.run();
    double delivered = 0;
    for (const Outcome& o : w.outcomes) delivered += o.delivered.value();
    CHECK(w.net->view().in_flight() == 0);
    CHECK(w.net->view().link_use(0).carried.value() >= delivered - 1);
    CHECK(w.net->view().link_use(0).carried.value() < delivered + 400000);  // but for what was cancelled
    return std::pair(w.engine.now(), delivered);
  };
  CHECK(run() == run());
}
