// One broadcast on the air instead of a message each.
#include "network/fluid/broadcast_airtime.hpp"
#include "tests/unit/network/fluid_world.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

// server -- ap ~ 20 stations, and a wired node
Topology lecture() {
  Topology t;
  t.nodes = {{"server", {}}, {"ap", {}}, {"wired", {}}};
  WifiLink link;
  link.name = "wifi";
  link.access_points = {1};
  link.gateway = 1;
  for (int i = 0; i < 20; ++i) {
    link.stations.push_back(static_cast<NodeId>(t.nodes.size()));
    t.nodes.push_back({"s" + std::to_string(i), {5, 0, 0}});
  }
  WiredLink wan, other;
  wan.name = "wan", other.name = "other";
  wan.a = 0, wan.b = 1, wan.rate = 100_Mbps, wan.delay = 10ms;
  other = wan;
  other.name = "other", other.b = 2;
  t.links = {link, wan, other};
  return t;
}

Multicast to_all(const Topology& t, double bytes) {
  Multicast what;
  what.from = 0;
  what.size = Bytes(bytes);
  what.to = std::get<WifiLink>(t.links[0]).stations;
  what.to.push_back(2);
  return what;
}

}  // namespace

TEST_CASE("multicast: one broadcast at the basic rate for a Wi-Fi's stations, a message for the rest") {
  const Topology t = lecture();
  FluidWorld w(t);
  std::vector<Outcome> outcomes;
  const Multicast what = to_all(t, 1472e3);
  w.net->multicast(what, [&](const std::vector<Outcome>& o) { outcomes = o; });
  w.engine.run();
  REQUIRE(outcomes.size() == 21);
  for (const Outcome& o : outcomes) CHECK(o.delivered.value() == 1472e3);
  // 1000 packets of 1500 + 38 B at 6 Mbit/s: 20 us + 514 symbols of 4 us, and a turn
  const double frame_s = 20e-6 + 514 * 4e-6;
  const double turn_s = 16e-6 + 3 * 9e-6 + 7.5 * 9e-6;
  CHECK(to_seconds(outcomes[0].finished) == doctest::Approx(1000 * (frame_s + turn_s) + 0.01).epsilon(0.005));
  CHECK(to_seconds(outcomes[20].finished) == doctest::Approx(1000 * 1502 / 12.5e6 + 0.01).epsilon(0.01));
  CHECK(to_seconds(w.net->view().radio_activity(1).wifi_transmit) == doctest::Approx(1000 * frame_s));
  for (const NodeId s : {3u, 10u, 22u}) {
    CHECK(to_seconds(w.net->view().radio_activity(s).wifi_receive) == doctest::Approx(1000 * frame_s));
  }
  CHECK(w.net->view().link_use(0).carried.value() == doctest::Approx(1472e3));
}

TEST_CASE("multicast: a single receiver gets an ordinary message, and cancel ends all of it") {
  const Topology t = lecture();
  FluidWorld w(t);
  Multicast one = to_all(t, 1e6);
  one.to = {3};
  double end_s = 0;
  w.net->multicast(one, [&](const std::vector<Outcome>& o) { end_s = to_seconds(o.front().finished); });
  w.engine.run();
  FluidWorld plain(t);
  plain.send(0, 3, 1e6);
  plain.engine.run();
  CHECK(end_s == plain.ends_s[0]);
  bool fired = false;
  const TransferId id =
      w.net->multicast(to_all(t, 1e6), [&](const std::vector<Outcome>&) { fired = true; });
  w.engine.after(50ms, [&] { w.net->cancel(id); });
  w.engine.run();
  CHECK_FALSE(fired);
  CHECK(w.net->view().in_flight() == 0);
  w.net->cancel(id);
}
