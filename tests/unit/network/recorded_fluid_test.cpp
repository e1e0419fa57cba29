#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "network/fluid/duty_budget.hpp"
#include "network/fluid/fluid.hpp"
#include "sim/engine.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

Topology recorded(const std::string& rows, bool loop = true) {
  Topology t;
  t.nodes = {{"phone", {}}, {"site", {}}};
  t.traces.push_back(read_trace("time_s,down_bps,up_bps,rtt_s,loss\n" + rows, "t.csv"));
  RecordedLink link;
  link.name = "r";
  link.device = 0, link.site = 1, link.loop = loop;
  t.links.emplace_back(link);
  return t;
}

// EU868, SF9: figures as in network/profiles.toml.
Topology lora() {
  Topology t;
  t.nodes = {{"sensor", {}}, {"gateway", {}}};
  NarrowLink link;
  link.name = "l", link.profile = "lora-sf9";
  link.device = 0, link.site = 1;
  link.up = link.down = bits_per_second(1757.8125);
  link.packets = {115, 13, seconds(0.0977354)};
  link.duty_cycle = 0.01, link.duty_window = seconds(3600);
  t.links.emplace_back(link);
  return t;
}

struct Sent {
  explicit Sent(const Topology& topology) : network(make_fluid(engine, topology)) {}
  void at(double s, NodeId from, NodeId to, double bytes, Transport how, int tag) {
    engine.at(SimTime(seconds(s)), [this, from, to, bytes, how, tag] {
      ids[tag] =
          network->start(Transfer(from, to, Bytes(bytes), how), [this, tag](const Outcome& o) {
            end_s[tag] = to_seconds(o.finished);
            took_s[tag] = to_seconds(o.finished - o.started);
          });
    });
  }
  Engine engine;
  std::unique_ptr<Network> network;
  std::map<int, double> end_s, took_s;
  std::map<int, TransferId> ids;
};

}  // namespace

TEST_CASE("bytes follow the recorded rate, by hand") {
  Sent s(recorded("0,8e6,8e6,0,0\n1,16e6,8e6,0,0\n2,4e6,8e6,0,0\n"));  // 1, 2, 0.5 MB/s, 3 s
  s.at(0, 1, 0, 3.25e6, Transport::udp, 1);
  s.engine.run();
  CHECK(s.end_s[1] == doctest::Approx(2.5).epsilon(1e-6));  // 1 + 2 + 0.25 MB
}

TEST_CASE("up and down are apart, loss takes its share, half the round trip comes on top") {
  Sent s(recorded("0,8e6,4e6,0.1,0.5\n"));
  s.at(0, 1, 0, 1e6, Transport::udp, 1);
  s.at(0, 0, 1, 1e6, Transport::udp, 2);
  s.engine.run();
  CHECK(s.end_s[1] == doctest::Approx(2.05));
  CHECK(s.end_s[2] == doctest::Approx(4.05));
}

TEST_CASE("an outage stops what moves; it goes on after it, turn after turn") {
  Sent s(recorded("0,8e6,8e6,0,0\n1,0,0,0,0\n2,8e6,8e6,0,0\n2.5,8e6,8e6,0,0\n"));  // 2 MB in 3 s
  s.at(0, 1, 0, 4.5e6, Transport::udp, 1);
  s.at(1.5, 1, 0, 1, Transport::udp, 2);  // begins in the outage
  s.engine.run();
  CHECK(s.end_s[1] == doctest::Approx(6.5).epsilon(1e-5));
  CHECK(s.end_s[2] == doctest::Approx(2.0).epsilon(1e-4));
}

TEST_CASE("two flows share what there is") {
  Sent s(recorded("0,8e6,8e6,0,0\n1,16e6,8e6,0,0\n"));
  s.at(0, 1, 0, 1.5e6, Transport::udp, 1);
  s.at(0, 1, 0, 1.5e6, Transport::udp, 2);
  s.engine.run();
  CHECK(s.end_s[1] == doctest::Approx(2.0).epsilon(1e-6));
  CHECK(s.end_s[2] == doctest::Approx(2.0).epsilon(1e-6));
}

TEST_CASE("tcp pays the round trip of now, not the mean") {
  Sent s(recorded("0,8e8,8e8,0.2,0\n10,8e8,8e8,0.02,0\n"));
  s.at(1, 0, 1, 1000, Transport::tcp, 1);  // handshake 0.2, then half a round trip
  s.engine.run();
  CHECK(s.took_s[1] == doctest::Approx(0.3).epsilon(0.01));
  Sent later(recorded("0,8e8,8e8,0.2,0\n10,8e8,8e8,0.02,0\n"));
  later.at(11, 0, 1, 1000, Transport::tcp, 1);
  later.engine.run();
  CHECK(later.took_s[1] == doctest::Approx(0.03).epsilon(0.01));
}

TEST_CASE("an idle link costs no events; a truncated series that ends under load is an error") {
  Sent s(recorded("0,8e6,8e6,0,0\n1,16e6,8e6,0,0\n"));
  s.at(0, 1, 0, 1, Transport::udp, 1);
  s.engine.run();
  CHECK(s.engine.events_run() < 10);
  Sent ends(recorded("0,8e6,8e6,0,0\n1,8e6,8e6,0,0\n", false));
  ends.at(0, 1, 0, 3e6, Transport::udp, 1);
  CHECK_THROWS_WITH_AS(ends.engine.run(),
                       doctest::Contains("link 'r': the series 't.csv' ends after"), ConfigError);
  Sent fits(recorded("0,8e6,8e6,0,0\n1,8e6,8e6,0,0\n", false));
  fits.at(0, 1, 0, 1.9e6, Transport::udp, 1);
  fits.engine.run();
  CHECK(fits.end_s[1] == doctest::Approx(1.9));
}

TEST_CASE("cancelled in an outage: nothing is left, the bytes that went are counted") {
  Sent s(recorded("0,8e6,8e6,0,0\n1,0,0,0,0\n9,8e6,8e6,0,0\n"));
  s.at(0, 1, 0, 5e6, Transport::udp, 1);
  s.engine.at(SimTime(seconds(5)), [&] { s.network->cancel(s.ids[1]); });
  s.engine.run();
  CHECK(s.end_s.empty());
  CHECK(s.network->view().in_flight() == 0);
  CHECK(s.network->view().link_use(0).carried.value() == doctest::Approx(1e6));
}

TEST_CASE("LoRa airtime: within half a block of symbols of Semtech's formula") {
  const Topology t = lora();
  const auto& link = std::get<NarrowLink>(t.links[0]);
  // AN1200.13 for SF9, 125 kHz, 4/5, explicit header, 13 bytes in all: 28 payload symbols, 164.864
  // ms
  const double ours_s = fluid::narrow_airtime_s(link, link.up.value(), 1) - 8 / 1757.8125;
  MESSAGE("expected 0.164864 s, straight line " << ours_s << " s");
  CHECK(std::abs(ours_s - 0.164864) < 2.6 * 512 / 125e3);
}

TEST_CASE(
    "duty cycle: messages beyond the budget wait, in order, and end when a bucket lets them") {
  const Topology t = lora();
  const auto& link = std::get<NarrowLink>(t.links[0]);
  const double air_s = fluid::narrow_airtime_s(link, link.up.value(), 1150);  // ten packets
  const int within = static_cast<int>(36 / air_s);
  Sent s(t);
  for (int i = 0; i < within + 2; ++i) s.at(100.0 * i, 0, 1, 1150, Transport::tcp, i);
  s.engine.run();
  for (int i = 0; i < within; ++i) CHECK(s.took_s[i] == doctest::Approx(air_s).epsilon(1e-6));
  double left_s = 36;  // by hand: a bucket that fills by 1 s in 100 s and holds 36 s
  for (int i = 0; i < within + 2; ++i) {
    const double ends_s = std::max(air_s, (air_s - left_s) / 0.01);
    CHECK(s.took_s[i] == doctest::Approx(ends_s).epsilon(1e-6));
    left_s = std::min(36.0, left_s - air_s + 1);
  }
  Sent down(t);  // the gateway has a budget of its own
  down.at(0, 1, 0, 1150, Transport::udp, 1);
  down.engine.run();
  CHECK(down.took_s[1] == doctest::Approx(air_s).epsilon(1e-6));
}

TEST_CASE("duty cycle: a cancelled message gives its airtime back") {
  Sent s(lora());
  s.at(0, 0, 1, 1e5, Transport::udp, 1);  // far beyond a window: waits
  s.engine.at(SimTime(seconds(1)), [&] { s.network->cancel(s.ids[1]); });
  s.at(2, 0, 1, 10, Transport::udp, 2);
  s.engine.run();
  CHECK(s.took_s.count(1) == 0);
  CHECK(s.took_s[2] < 1);
}
