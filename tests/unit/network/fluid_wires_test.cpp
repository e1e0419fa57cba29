// Loss, jitter and background traffic on the fluid network's wires.
#include <cstdio>

#include "tests/unit/network/fluid_world.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

template <class Change>
Topology wan(Change change, Congestion congestion = Congestion::cubic) {
  Topology t;
  t.nodes = {{"a", {}}, {"b", {}}};
  WiredLink link;
  link.name = "wan";
  link.a = 0, link.b = 1, link.rate = 100_Mbps, link.delay = 50ms;
  change(link);
  t.links = {link};
  t.congestion = congestion;
  return t;
}

double goodput(const Topology& t, double bytes) {
  FluidWorld w(t);
  w.send(0, 1, bytes, Transport::tcp);
  w.engine.run();
  CHECK(w.outcomes[0].delivered.value() == bytes);
  return bytes / w.ends_s[0];
}

}  // namespace

TEST_CASE("tcp under random loss: cubic's response function by hand, and bbr that does not mind") {
  // T = 0.1 s, p = 1e-4: 187 segments (RFC 9438, table); p = 1 %: Reno's 12.2.
  const double bytes = 100e6;
  const double rare = goodput(wan([](WiredLink& l) { l.loss = 1e-4; }), bytes);
  const double often = goodput(wan([](WiredLink& l) { l.loss = 0.01; }), bytes / 10);
  const double bbr = goodput(wan([](WiredLink& l) { l.loss = 0.01; }, Congestion::bbr), bytes);
  std::printf("100 Mbit/s, 100 ms, cubic: %.2f Mbit/s at 1e-4, %.2f at 1e-2; bbr %.1f at 1e-2\n",
              rare * 8e-6, often * 8e-6, bbr * 8e-6);
  CHECK(rare == doctest::Approx(187.4 * 1448 / 0.1).epsilon(0.02));
  CHECK(often == doctest::Approx(12.25 * 1448 / 0.1).epsilon(0.02));
  CHECK(bbr > 20 * often);
}

TEST_CASE("udp loses packets one by one, tcp repeats them") {
  FluidWorld w(wan([](WiredLink& l) { l.loss = 0.02; }));
  double sent = 0, delivered = 0;
  for (int i = 0; i < 400; ++i) {
    w.send(0, 1, 1472 * (1 + i % 20) - 7);
    sent += 1472 * (1 + i % 20) - 7;
  }
  w.send(0, 1, 1472e4);
  for (int i = 0; i < 50; ++i) w.send(0, 1, 14480, Transport::tcp);
  w.engine.run();
  std::uint32_t repeated = 0;
  for (std::size_t i = 0; i < w.outcomes.size(); ++i) {
    if (i < 400) delivered += w.outcomes[i].delivered.value();
    if (i > 400) CHECK(w.outcomes[i].delivered.value() == 14480);
    repeated += w.outcomes[i].retransmissions;
  }
  CHECK(1 - delivered / sent == doctest::Approx(0.02).epsilon(0.25));
  CHECK(1 - w.outcomes[400].delivered.value() / 1472e4 == doctest::Approx(0.02).epsilon(0.2));
  CHECK(repeated > 2);
  CHECK(repeated < 25);
}

TEST_CASE("a loss among the last packets of a message shows when the timer fires") {
  FluidWorld w(wan([](WiredLink& l) { l.loss = 0.05; }));
  for (int i = 0; i < 200; ++i) w.send_at(1s * (i + 1), 0, 1, 1448, Transport::tcp);
  w.engine.run();
  int late = 0;
  for (std::size_t i = 1; i < 200; ++i) late += w.ends_s[i] - static_cast<double>(i + 1) > 0.2 ? 1 : 0;
  CHECK(late > 3);
  CHECK(late < 22);  // 10 expected
}

TEST_CASE("jitter adds its mean to every delay, background takes its share and makes wait") {
  const auto end = [](auto change, double bytes) {
    FluidWorld w(wan(change));
    w.send(0, 1, bytes);
    w.engine.run();
    return w.ends_s[0];
  };
  const double plain = end([](WiredLink&) {}, 1472);
  CHECK(end([](WiredLink& l) { l.jitter = 5ms; }, 1472) == doctest::Approx(plain + 0.005).epsilon(1e-6));
  const double long_s = 1472e4 * 1502 / 1472 / 12.5e6 + 0.05;
  CHECK(end([](WiredLink&) {}, 1472e4) == doctest::Approx(long_s).epsilon(1e-6));
  CHECK(end([](WiredLink& l) { l.background = 0.5; }, 1472e4) ==
        doctest::Approx(2 * (long_s - 0.05) + 0.05).epsilon(1e-3));
}
