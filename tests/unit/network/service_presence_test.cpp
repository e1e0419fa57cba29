// Nodes that go down: switched off, and churning.
#include <doctest/doctest.h>

#include "tests/unit/network/service_fake.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

TEST_CASE("service: a node that is switched off fails what it sends, gets and relays") {
  FakeWorld w(row_of(4));
  w.send(1, 0, 1e6);  // sends
  w.send(2, 1, 1e6);  // gets
  w.send(0, 3, 1e6);  // relays
  w.send(2, 3, 1e6);  // not concerned
  w.engine.after(200ms, [&] {
    w.service->set_up(1, false);
    CHECK_FALSE(w.service->view().up(1));
    CHECK(w.order.empty());  // as events of their own
    w.send(0, 1, 1000);
  });
  w.engine.after(1s, [&] { w.service->set_up(1, true); });
  w.engine.after(1100ms, [&] { w.send(0, 1, 1e5); });
  w.engine.run();
  CHECK(w.calls == std::vector<int>{1, 1, 1, 1, 1, 1});
  for (const std::size_t slot : {0u, 1u, 2u, 4u}) {
    CHECK(w.outcomes[slot].why == Failure::node_down);
    CHECK(w.finished_s(slot) == 0.2);
  }
  CHECK(w.fake->cancelled == 3);
  CHECK(w.outcomes[3].ok);
  CHECK(w.outcomes[5].ok);
  CHECK(w.finished_s(5) == doctest::Approx(1.21));
}

TEST_CASE("service: what fails can be cancelled before it is told, and frees lower priorities") {
  FakeWorld w(row_of(3));
  const TransferId lost = w.send(0, 1, 1e6, 1);
  w.send(0, 2, 1e5);      // relayed by 1
  w.engine.after(100ms, [&] {
    w.service->set_up(1, false);
    w.service->cancel(lost);
  });
  w.engine.run();
  CHECK(w.calls == std::vector<int>{0, 1});
  CHECK(w.outcomes[1].why == Failure::node_down);
  CHECK(w.service->view().in_flight() == 0);
}

namespace {

Topology churning(Duration mean_up, Duration mean_down) {
  Topology t = row_of(2);
  t.churn.push_back({1, mean_up, mean_down});
  return t;
}

}  // namespace

TEST_CASE("service: churn has the availability of its means, and the same times whoever asks") {
  FakeWorld w(churning(30s, 10s));
  int up = 0;
  constexpr int kLooks = 40000;
  for (int i = 0; i < kLooks; ++i) {
    w.engine.at(SimTime(1s * i), [&] { up += w.service->view().up(1) ? 1 : 0; });
  }
  w.engine.run();
  // Standard deviation of the share over T: sqrt(2 u d / T) x p q with p = 3/4: 0.0036; four of them.
  CHECK(static_cast<double>(up) / kLooks == doctest::Approx(0.75).epsilon(0.0145 / 0.75));

  FakeWorld rare(churning(30s, 10s)), often(churning(30s, 10s));
  std::vector<bool> seen_rarely, seen_often;
  for (int i = 0; i < 500; ++i) {
    often.engine.at(SimTime(1s * i), [&, i] {
      const bool now = often.service->view().up(1);
      if (i % 50 == 0) seen_often.push_back(now);
    });
    if (i % 50 == 0) {
      rare.engine.at(SimTime(1s * i), [&] { seen_rarely.push_back(rare.service->view().up(1)); });
    }
  }
  often.engine.run();
  rare.engine.run();
  CHECK(seen_rarely == seen_often);
}

TEST_CASE("service: a message fails when its receiver goes, at that time, and only then") {
  int failed = 0, arrived = 0;
  FakeWorld w(churning(2s, 2s), 3);
  for (int i = 0; i < 200; ++i) {
    w.engine.at(SimTime(5s * i), [&] {
      const bool there = w.service->view().up(1);
      const SimTime begin = w.engine.now();
      w.service->start(Transfer(0, 1, 1_MB), [&, there, begin](const Outcome& o) {
        o.ok ? ++arrived : ++failed;
        CHECK(w.service->view().up(1) == o.ok);
        if (!there) CHECK(o.finished == begin);
        if (!o.ok) CHECK(o.why == Failure::node_down);
      });
    });
  }
  w.engine.run();
  // Up with 1/2, and then for 1.01 s with exp(-0.505): 0.302 of 200 = 60; deviation 6.5.
  CHECK(failed + arrived == 200);
  CHECK(arrived > 40);
  CHECK(arrived < 80);
}

TEST_CASE("service: churn costs no event while nothing is sent, and does not keep a run alive") {
  FakeWorld w(churning(1ms, 1ms));
  w.engine.after(3600s, [] {});
  w.engine.run();
  CHECK(w.engine.events_run() == 1);
  w.send(0, 1, 1e5);
  w.engine.run();
  CHECK(w.calls == std::vector<int>{1});
  CHECK(to_seconds(w.engine.now()) < 3600.2);
}
