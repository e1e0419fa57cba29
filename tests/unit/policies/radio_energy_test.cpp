// Energy of phones whose radios have states, from the network's times and the models' powers; batteries.
#include <doctest/doctest.h>

#include "tests/unit/policies/small_world.hpp"

using namespace lastmile;
using namespace lastmile::policies;
using namespace lastmile::literals;

namespace {

const models::RadioLibrary& radios() {
  static const auto loaded = models::RadioLibrary::load(models::default_data_folder() / "radios");
  return loaded;
}

network::Topology phone_on_lte() {
  network::Topology t;
  t.nodes = {{"site", {}}, {"phone", {100, 0, 1}}};
  network::LteLink link;
  link.name = "lte";
  link.cells = {0}, link.ues = {1};
  link.states = radio_states(radios(), "lte-phone-2012");
  t.links = {link};
  return t;
}

struct PhoneRun {
  PhoneRun() : net(network::make_network("fluid", engine, topology)), profiles(radios(), topology) {}
  void send_at(Duration at, double bytes) {
    engine.at(SimTime(at), [this, bytes] {
      net->start(network::Transfer(1, 0, Bytes(bytes)), [this](const network::Outcome& o) { last = o; });
    });
  }
  double joules_at(Duration at) {
    engine.run(SimTime(at));
    return profiles.joules(1, net->view().radio_activity(1)).value();
  }
  Engine engine;
  network::Topology topology = phone_on_lte();
  std::unique_ptr<network::Network> net;
  RadioProfiles profiles;
  network::Outcome last;
};

}  // namespace

TEST_CASE("radio energy: one small message = promotion + active + a full tail + idling, by hand") {
  PhoneRun run;
  run.send_at(1s, 10'000);
  run.engine.after(60s, [] {});
  const double joules = run.joules_at(60s);
  CHECK(run.net->view().radio_activity(1).lte_states.promotion == 260ms);
  const double active_s = to_seconds(run.last.finished - run.last.started) - 0.26;
  const double drx_short = 1.06 + (1.68 - 1.06) * 0.002 / 0.02, drx_long = 1.06 + (1.68 - 1.06) * 0.002 / 0.04;
  const double tail = 1.2 * 0.1 + drx_short * 0.02 + drx_long * 10;
  const double idle_s = 60 - 0.26 - active_s - 10.12;
  const double by_hand =
      1.21 * 0.26 + 1.2 * active_s + 438.39e-3 * 0.08 + tail + 0.01995 * idle_s;
  CHECK(joules == doctest::Approx(by_hand).epsilon(1e-9));
  MESSAGE("10 kB over LTE of 2012: " << joules - 0.01995 * idle_s << " J, of it the tail "
                                     << 100 * tail / (joules - 0.01995 * idle_s) << " %");
}

TEST_CASE("radio energy: ten messages inside a tail pay one promotion and one tail after the last") {
  PhoneRun once, often;
  once.send_at(0s, 10'000);
  for (int i = 0; i < 10; ++i) often.send_at(1s * i, 10'000);
  once.engine.after(60s, [] {});
  often.engine.after(60s, [] {});
  const double single = once.joules_at(60s), ten = often.joules_at(60s);
  CHECK(often.net->view().radio_activity(1).lte_states.promotions == 1);
  CHECK(ten > single);
  CHECK(ten < single + 9 * 1.3);   // nine more seconds of a connected radio at most, and bytes
  CHECK(ten < 10 * single * 0.25);
}

TEST_CASE("radio energy: a phase's difference, not the sum since the start") {
  PhoneRun run;
  run.send_at(0s, 10'000);
  run.engine.after(100s, [] {});
  run.engine.run(SimTime(5s));
  const network::RadioActivity before = run.net->view().radio_activity(1);
  run.engine.run(SimTime(100s));
  const network::RadioActivity d = run.net->view().radio_activity(1) - before;
  const network::StateTimes& s = d.lte_states;
  CHECK(s.promotion + s.active + s.continuous + s.short_drx + s.long_drx + s.idle == 95s);
  CHECK(s.promotions == 0);
  CHECK(d.lte_sent.value() == 0);
}

TEST_CASE("radio energy: a profile without states, or none of that name, is the user's error") {
  CHECK_THROWS_WITH_AS(radio_states(radios(), "lte"), doctest::Contains("lte-phone-2012"), ConfigError);
  CHECK_THROWS_WITH_AS(power_save(radios(), "lte-phone-2012"), doctest::Contains("wifi-phone-2012"), ConfigError);
  CHECK_THROWS_AS(radio_states(radios(), "lte-phone-2011"), ConfigError);
  CHECK(power_save(radios(), "wifi-phone-2012").awake == 250ms);
  network::Topology t = phone_on_lte();
  std::get<network::LteLink>(t.links[0]).states.profile = "nonsense";
  CHECK_THROWS_AS(RadioProfiles(radios(), t), ConfigError);
}

namespace {

Task<> compute_until_empty(World& world, int& done) {
  bool going = true;
  const models::Drawn second(1s, {});
  Usage usage;
  while (going) {
    going = co_await world.compute(0, second, usage);
    if (going) ++done;
  }
}

Task<> send_once(World& world, network::NodeId from, network::NodeId to, std::vector<bool>& arrived) {
  const bool ok = co_await world.deliver(from, to, 1_kB, Purpose::features);
  arrived.push_back(ok);
}

}  // namespace

TEST_CASE("battery: it holds for as many seconds of computing as idle and load power say, then the node is down") {
  SmallWorld w;
  w.world.set_battery(0, Joules(32.5));  // 6.4 W: idle 2.7, load 3.7 above it
  int done = 0;
  w.run(compute_until_empty(w.world, done));
  CHECK(done == 5);
  CHECK_FALSE(w.world.alive(0));
  CHECK_FALSE(w.net->view().up(0));
  CHECK(w.world.used(0).value() == doctest::Approx(6 * 6.4));
  std::vector<bool> arrived;
  w.run(send_once(w.world, 0, 3, arrived));
  w.run(send_once(w.world, 1, 0, arrived));
  w.run(send_once(w.world, 1, 3, arrived));
  CHECK(arrived == std::vector<bool>{false, false, true});
}

TEST_CASE("battery: idling empties it too, and is seen at the next message") {
  SmallWorld w;
  w.world.set_battery(0, Joules(27));
  std::vector<bool> arrived;
  w.engine.after(9s, [] {});
  w.engine.run();
  w.run(send_once(w.world, 0, 3, arrived));
  w.engine.after(2s, [] {});
  w.engine.run();
  w.run(send_once(w.world, 0, 3, arrived));
  CHECK(arrived == std::vector<bool>{true, false});
  record_devices(w.world);
  const auto& rows = w.rows.of("batteries");
  REQUIRE(rows.size() == 1);
  CHECK(w.rows.number("batteries", rows[0], "battery_j") == 27);
  CHECK(w.rows.number("batteries", rows[0], "empty_s") > 11);
}

TEST_CASE("a node that is away is asked again until it is back") {
  SmallWorld w;
  std::vector<bool> arrived;
  w.net->set_up(0, false);
  w.engine.after(3500ms, [&] { w.net->set_up(0, true); });
  w.run(send_once(w.world, 1, 0, arrived));
  CHECK(arrived == std::vector<bool>{true});
  CHECK(to_seconds(w.engine.now()) > 4);
  CHECK(to_seconds(w.engine.now()) < 4.1);
}
