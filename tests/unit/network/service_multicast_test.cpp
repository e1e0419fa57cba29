#include <doctest/doctest.h>

#include "network/await.hpp"
#include "sim/process.hpp"
#include "tests/unit/network/service_fake.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

Multicast to_all(double bytes, bool reliable = true) {
  Multicast m;
  m.from = 0;
  m.to = {1, 2, 3};
  m.size = Bytes(bytes);
  m.reliable = reliable;
  return m;
}

struct Cast {
  Cast(FakeWorld& w, const Multicast& what) {
    id = w.service->multicast(what, [this](const std::vector<Outcome>& o) {
      ++calls;
      outcomes = o;
    });
  }
  TransferId id = 0;
  int calls = 0;
  std::vector<Outcome> outcomes;
};

}  // namespace

TEST_CASE("multicast: the bytes go once, and each receiver gets only what it missed") {
  FakeWorld w(row_of(4), 2);
  w.fake->loss = 0.1;
  Cast cast(w, to_all(1e6));
  w.engine.run();
  REQUIRE(cast.calls == 1);
  for (const Outcome& o : cast.outcomes) {
    CHECK(o.ok);
    CHECK(o.delivered.value() == 1e6);
    CHECK(to_seconds(o.finished) > 1.01);
  }
  CHECK(w.fake->multicasts == 1);
  CHECK(w.fake->tcp_bytes == doctest::Approx(3e5).epsilon(0.2));
  CHECK(w.service->view().in_flight() == 0);
}

TEST_CASE("multicast: not reliable leaves the gaps") {
  FakeWorld w(row_of(4), 2);
  w.fake->loss = 0.1;
  Cast cast(w, to_all(1e6, false));
  w.engine.run();
  REQUIRE(cast.calls == 1);
  for (const Outcome& o : cast.outcomes) {
    CHECK(o.ok);
    CHECK(o.delivered.value() == doctest::Approx(9e5).epsilon(0.05));
  }
  CHECK(w.fake->tcp_bytes == 0);
}

TEST_CASE("multicast: where the network cannot, each receiver gets a message of its own") {
  FakeWorld w(row_of(4));
  w.fake->can_multicast = false;
  Cast reliable(w, to_all(1e5));
  w.engine.run();
  CHECK(w.fake->tcp_bytes == 3e5);
  Cast plain(w, to_all(1e5, false));
  w.engine.run();
  CHECK(w.fake->udp_bytes == 3e5);
  CHECK(reliable.calls + plain.calls == 2);
  Multicast one = to_all(1e5);
  one.to = {2};
  w.fake->can_multicast = true;
  Cast single(w, one);
  w.engine.run();
  CHECK(w.fake->multicasts == 0);
  CHECK(single.outcomes.at(0).ok);
}

TEST_CASE("multicast: a receiver that is down, or goes, costs the others nothing") {
  FakeWorld w(row_of(4));
  w.service->set_up(3, false);
  Cast cast(w, to_all(1e6));
  w.engine.after(500ms, [&] { w.service->set_up(2, false); });
  w.engine.run();
  REQUIRE(cast.calls == 1);
  CHECK(cast.outcomes[0].ok);
  CHECK(cast.outcomes[1].why == Failure::node_down);
  CHECK(to_seconds(cast.outcomes[1].finished) == 0.5);
  CHECK(cast.outcomes[2].why == Failure::node_down);
  CHECK(to_seconds(cast.outcomes[2].finished) == 0);
}

TEST_CASE("multicast: when the sender goes nothing stays on the air") {
  FakeWorld w(row_of(4));
  Cast cast(w, to_all(1e6));
  w.engine.after(500ms, [&] { w.service->set_up(0, false); });
  w.engine.run();
  REQUIRE(cast.calls == 1);
  for (const Outcome& o : cast.outcomes) CHECK(o.why == Failure::node_down);
  CHECK(w.fake->cancelled == 1);
  CHECK(to_seconds(w.engine.now()) == 0.5);
}

TEST_CASE("multicast: cancelled on the air or in repair it never completes") {
  for (const Duration when : {Duration(500ms), Duration(1020ms)}) {
    FakeWorld w(row_of(4), 2);
    w.fake->loss = 0.3;
    Cast cast(w, to_all(1e6));
    w.engine.after(when, [&] { w.service->cancel(cast.id); });
    w.engine.run();
    CHECK(cast.calls == 0);
    CHECK(w.engine.now() == SimTime(when));
    CHECK(w.service->view().in_flight() == 0);
  }
}

TEST_CASE("multicast: it waits for its sender's higher priorities") {
  FakeWorld w(row_of(4));
  w.send(0, 1, 1e6, 1);
  Cast cast(w, to_all(1e5));
  w.engine.run();
  REQUIRE(cast.calls == 1);
  CHECK(to_seconds(cast.outcomes[0].finished) == doctest::Approx(1.12));
  CHECK(to_seconds(cast.outcomes[0].queued) == doctest::Approx(1.01));
}

namespace {

Task<> tell(Network& network, std::vector<Outcome>& seen) {
  const Multicast what = to_all(1e5);
  seen = co_await multicast(network, what);
}

}  // namespace

TEST_CASE("co_await multicast goes on with an outcome each; destroying the process cancels it") {
  FakeWorld w(row_of(4));
  Processes processes(w.engine);
  std::vector<Outcome> seen, never;
  processes.spawn(tell(*w.service, seen));
  w.engine.run();
  CHECK(seen.size() == 3);
  const ProcessId id = processes.spawn(tell(*w.service, never));
  w.engine.after(50ms, [&] { processes.cancel(id); });
  w.engine.run();
  CHECK(never.empty());
  CHECK(w.fake->cancelled == 1);
}
