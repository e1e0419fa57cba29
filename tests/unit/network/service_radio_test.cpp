// Radios that sleep: RRC of LTE and NR, Wi-Fi power save; delays and times in each state.
#include <doctest/doctest.h>

#include "tests/unit/network/service_fake.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

RadioStates phone() {
  RadioStates s;
  s.profile = "test";
  s.promotion = 260ms;
  s.paging_cycle = 1280ms;
  s.continuous = 100ms;
  s.short_drx = 400ms, s.short_cycle = 20ms;
  s.long_drx = 10s, s.long_cycle = 40ms;
  s.on_duration = 2ms;
  return s;
}

// 0: site and gateway; 1, 2: UEs; 3: server behind the site.
Topology cell(const RadioStates& states, bool nr = false) {
  Topology t;
  for (const char* name : {"site", "ue1", "ue2", "server"}) t.nodes.push_back({name, {}});
  if (nr) {
    NrLink link;
    link.name = "cell";
    link.cells = {0}, link.ues = {1, 2}, link.states = states;
    t.links.emplace_back(link);
  } else {
    LteLink link;
    link.name = "cell";
    link.cells = {0}, link.ues = {1, 2}, link.states = states;
    t.links.emplace_back(link);
  }
  WiredLink wire;
  wire.name = "wire", wire.a = 0, wire.b = 3, wire.rate = ByteRate(1e9);
  t.links.emplace_back(wire);
  return t;
}

StateTimes lte_times(const FakeWorld& w, NodeId node) {
  return w.service->view().radio_activity(node).lte_states;
}

Duration total(const StateTimes& t) {
  return t.promotion + t.active + t.continuous + t.short_drx + t.long_drx + t.idle + t.awake + t.doze;
}



}  // namespace

TEST_CASE("rrc: an idle UE that sends is promoted first, then pays its whole tail") {
  FakeWorld w(cell(phone()));
  w.engine.after(1s, [&] { w.send(1, 3, 90'000); });  // 100 ms on the air
  w.engine.after(60s, [] {});
  w.engine.run();
  CHECK(w.finished_s(0) == doctest::Approx(1.36));
  CHECK(w.outcomes[0].queued == 260ms);
  CHECK(w.engine.events_run() == 4);  // two of ours, the promotion, the arrival: none for the tail
  const StateTimes t = lte_times(w, 1);
  CHECK(t.promotion == 260ms);
  CHECK(t.promotions == 1);
  CHECK(t.active == 100ms);
  CHECK(t.continuous == 100ms);
  CHECK(t.short_drx == 400ms);
  CHECK(t.long_drx == 10s);
  CHECK(t.idle == 60s - 10860ms);
  CHECK(lte_times(w, 2).idle == 60s);
  CHECK(total(lte_times(w, 0)) == Duration(0));  // the site does not sleep
}

TEST_CASE("rrc: ten messages inside a tail pay one promotion and one tail") {
  FakeWorld w(cell(phone()));
  for (int i = 0; i < 10; ++i) w.engine.after(5s * i, [&] { w.send(1, 3, 90'000); });
  w.engine.after(100s, [] {});
  w.engine.run();
  const StateTimes t = lte_times(w, 1);
  CHECK(t.promotions == 1);
  CHECK(t.promotion == 260ms);
  CHECK(t.active == 1s);
  CHECK(t.continuous == 1s);
  CHECK(t.short_drx == 4s);
  // nine gaps of 5 s (the first shorter by the promotion) less 100 + 100 + 400 ms each, and a full one
  CHECK(t.long_drx == 9 * 4400ms - 260ms + 10s);
  CHECK(total(t) == 100s);
}

TEST_CASE("rrc: from the network it is found by paging, within its cycle") {
  double sum_s = 0;
  constexpr int kRuns = 200;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    FakeWorld w(cell(phone()), seed);
    w.send(3, 1, 90'000);
    w.engine.run();
    const Duration paged = w.outcomes[0].queued - 260ms;
    CHECK(paged >= Duration(0));
    CHECK(paged < 1280ms);
    sum_s += to_seconds(paged);
    CHECK(lte_times(w, 1).idle == paged);
  }
  CHECK(sum_s / kRuns == doctest::Approx(0.64).epsilon(0.12));  // deviation of the mean 0.026
}

TEST_CASE("rrc: in DRX a message from the network waits for the next on-duration, one to it does not") {
  const auto queued = [](Duration after_end, bool up) {
    FakeWorld w(cell(phone()));
    w.send(1, 3, 90'000);  // ends at 360 ms
    w.engine.after(360ms + after_end, [&] { up ? w.send(1, 3, 1000) : w.send(3, 1, 1000); });
    w.engine.run();
    return w.outcomes[1].queued;
  };
  CHECK(queued(50ms, false) == Duration(0));     // continuous reception
  CHECK(queued(101ms, false) == Duration(0));    // on-duration of the first short cycle
  CHECK(queued(102ms, false) == 18ms);
  CHECK(queued(137ms, false) == 3ms);
  CHECK(queued(500ms, false) == Duration(0));    // long DRX begins
  CHECK(queued(502ms, false) == 38ms);
  CHECK(queued(9510ms, false) == 30ms);
  CHECK(queued(10499ms, false) == 1ms);          // last cycle: the end of the state
  CHECK(queued(502ms, true) == Duration(0));
  CHECK(queued(10500ms, true) == 260ms);         // idle again
}

TEST_CASE("rrc: messages of one promotion go together; one that is cancelled leaves the radio its tail") {
  FakeWorld w(cell(phone()));
  w.send(1, 3, 90'000);
  w.engine.after(100ms, [&] { w.send(1, 3, 90'000); });
  TransferId gone = 0;
  w.engine.after(20s, [&] { gone = w.send(1, 3, 90'000); });
  w.engine.after(20100ms, [&] { w.service->cancel(gone); });
  w.engine.after(60s, [] {});
  w.engine.run();
  CHECK(w.finished_s(0) == doctest::Approx(0.36));
  CHECK(w.finished_s(1) == doctest::Approx(0.36));
  const StateTimes t = lte_times(w, 1);
  CHECK(t.promotions == 2);
  CHECK(t.promotion == 520ms);
  CHECK(t.active == 100ms);
  CHECK(t.long_drx == 20s);
  CHECK(total(t) == 60s);
}

TEST_CASE("rrc: from UE to UE both radios wake up, one after the other") {
  FakeWorld w(cell(phone()));
  w.send(1, 2, 90'000);
  w.engine.run();
  CHECK(w.outcomes[0].queued >= 520ms);
  CHECK(w.outcomes[0].queued < 520ms + 1280ms);
  CHECK(lte_times(w, 1).promotions == 1);
  CHECK(lte_times(w, 2).promotions == 1);
  CHECK(lte_times(w, 2).active == 100ms);
}

TEST_CASE("rrc: a phone without a profile never waits, and NR counts as NR") {
  FakeWorld off(cell(RadioStates()));
  off.send(3, 1, 90'000);
  off.engine.run();
  CHECK(off.outcomes[0].queued == Duration(0));
  CHECK(total(lte_times(off, 1)) == Duration(0));
  FakeWorld w(cell(phone(), true));
  w.send(1, 3, 90'000);
  w.engine.run();
  CHECK(w.outcomes[0].queued == 260ms);
  CHECK(total(lte_times(w, 1)) == Duration(0));
  CHECK(w.service->view().radio_activity(1).nr_states.active == 100ms);
}

TEST_CASE("rrc: a lasting tail ends in idle whatever the cycles, on a radio without DRX too") {
  RadioStates simple;
  simple.profile = "test";
  simple.promotion = 300ms;
  simple.continuous = 2s;
  FakeWorld w(cell(simple));
  w.send(3, 1, 90'000);
  w.engine.after(1s, [&] { w.send(3, 1, 90'000); });
  w.engine.after(5s, [&] { w.send(3, 1, 90'000); });
  w.engine.run();
  CHECK(w.outcomes[0].queued == 300ms);
  CHECK(w.outcomes[1].queued == Duration(0));
  CHECK(w.outcomes[2].queued == 300ms);
}

namespace {

Topology dozing() {
  Topology t;
  for (const char* name : {"ap", "phone", "tablet"}) t.nodes.push_back({name, {}});
  WifiLink wifi;
  wifi.name = "wifi";
  wifi.access_points = {0}, wifi.stations = {1, 2};
  wifi.power_save.profile = "test";
  wifi.power_save.awake = 200ms;
  wifi.power_save.listen_interval = 3;
  t.links.emplace_back(wifi);
  return t;
}

}  // namespace

TEST_CASE("psm: a dozing station sends at once and is told of what waits at its next beacon") {
  constexpr Duration kPeriod = 3 * 102400us;
  FakeWorld w(dozing());
  w.engine.after(10s, [&] { w.send(1, 0, 90'000); });       // ends at 10.1
  w.engine.after(10250ms, [&] { w.send(0, 1, 90'000); });   // still awake
  w.engine.after(20s, [&] { w.send(0, 1, 90'000); });
  w.engine.after(20001ms, [&] { w.send(0, 1, 90'000); });
  w.engine.after(30s, [] {});
  w.engine.run();
  CHECK(w.outcomes[0].queued == Duration(0));
  CHECK(w.outcomes[1].queued == Duration(0));
  CHECK(w.outcomes[2].queued > Duration(0));
  CHECK(w.outcomes[2].queued <= kPeriod);
  CHECK(w.outcomes[3].queued == w.outcomes[2].queued - 1ms);  // the same beacon
  const StateTimes t = w.service->view().radio_activity(1).wifi_states;
  CHECK(t.awake == 350ms + 200ms + 100ms + 200ms);
  CHECK(t.doze == 30s - t.awake);
  CHECK(w.service->view().radio_activity(2).wifi_states.doze == 30s);
}

TEST_CASE("psm: beacons come at one phase, and a wait is half a period on average") {
  constexpr Duration kPeriod = 3 * 102400us;
  FakeWorld w(dozing(), 9);
  std::vector<SimTime> heard;
  for (int i = 0; i < 400; ++i) w.engine.after(777ms * i, [&] { w.send(0, 1, 1000); });
  w.engine.run();
  double sum_s = 0;
  for (const Outcome& o : w.outcomes) {
    heard.push_back(o.started + o.queued);
    CHECK((heard.back() - heard.front()) % kPeriod == Duration(0));
    sum_s += to_seconds(o.queued);
  }
  CHECK(sum_s / 400 == doctest::Approx(to_seconds(kPeriod) / 2).epsilon(0.1));
}

TEST_CASE("psm: a multicast goes when the last receiver listens") {
  FakeWorld w(dozing());
  Multicast m;
  m.from = 0, m.to = {1, 2}, m.size = Bytes(90'000);
  std::vector<Outcome> seen;
  w.engine.after(1s, [&] { w.send(1, 0, 90'000); });  // the phone is awake, the tablet is not
  w.engine.after(1200ms, [&] {
    w.service->multicast(m, [&](const std::vector<Outcome>& o) { seen = o; });
  });
  w.engine.run();
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].finished == seen[1].finished);
  CHECK(seen[0].queued == seen[1].queued);
  CHECK(w.fake->multicasts == 1);
}
