// Deadlines and priorities, and that a service of which nothing is asked changes nothing.
#include <doctest/doctest.h>

#include "network/fluid/fluid.hpp"
#include "tests/unit/network/service_fake.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

TEST_CASE("service: a message that is late is given up, and what was in time is not") {
  FakeWorld w(row_of(2));
  w.send(0, 1, 1e6, 0, 500ms);
  w.send(0, 1, 1e5, 0, 500ms);
  w.send(0, 1, 1e5, 0, 110ms);  // needs exactly that
  w.engine.run();
  CHECK(w.calls == std::vector<int>{1, 1, 1});
  CHECK_FALSE(w.outcomes[0].ok);
  CHECK(w.outcomes[0].why == Failure::deadline);
  CHECK(w.outcomes[0].delivered.value() == 0);
  CHECK(w.finished_s(0) == 0.5);
  CHECK(w.fake->cancelled == 1);
  CHECK(w.outcomes[1].ok);
  CHECK(w.outcomes[2].ok);
  CHECK(to_seconds(w.engine.now()) == 0.5);  // no timer is left behind
  CHECK(w.service->view().in_flight() == 0);
}

TEST_CASE("service: a message waits for its sender's higher priorities, first come first served") {
  FakeWorld w(row_of(3));
  w.send(0, 1, 1e6, 5);
  w.send(0, 1, 1e5, 1);
  w.send(0, 2, 1e5);      // two of priority 0 do not wait for each other
  w.send(0, 1, 1e5);
  w.send(0, 1, 1e5, -3);
  w.send(1, 0, 1e5);      // another sender
  w.engine.run();
  CHECK(w.order == std::vector<std::size_t>{5, 0, 1, 2, 3, 4});
  CHECK(w.finished_s(5) == doctest::Approx(0.11));
  CHECK(w.finished_s(0) == doctest::Approx(1.01));
  CHECK(w.finished_s(1) == doctest::Approx(1.12));
  CHECK(w.finished_s(2) == doctest::Approx(1.23));
  CHECK(w.finished_s(3) == doctest::Approx(1.23));
  CHECK(w.finished_s(4) == doctest::Approx(1.34));
  CHECK(to_seconds(w.outcomes[4].queued) == doctest::Approx(1.23));
  CHECK(w.outcomes[0].queued == Duration(0));
}

TEST_CASE("service: nothing under way is held back, and cancelling frees who waits") {
  FakeWorld w(row_of(2));
  w.send(0, 1, 1e6, -1);
  const TransferId urgent = w.send(0, 1, 1e6, 2);
  w.send(0, 1, 1e5, 1);
  const TransferId never = w.send(0, 1, 1e5, 0);
  w.engine.after(100ms, [&] { w.service->cancel(urgent); });
  w.engine.after(100ms, [&] { w.service->cancel(never); });
  w.engine.run();
  CHECK(w.calls == std::vector<int>{1, 0, 1, 0});
  CHECK(w.finished_s(0) == doctest::Approx(1.01));
  CHECK(w.finished_s(2) == doctest::Approx(0.21));
  CHECK(w.fake->started == 3);
}

TEST_CASE("service: a held message has its deadline too, and a message to itself does not wait") {
  FakeWorld w(row_of(2));
  w.send(0, 1, 1e6, 1);
  w.send(0, 1, 1e5, 0, 300ms);
  w.send(0, 0, 1e5, 0);
  w.send(0, 1, 1e5, 0);
  w.engine.run();
  CHECK(w.order == std::vector<std::size_t>{2, 1, 0, 3});
  CHECK(w.outcomes[1].why == Failure::deadline);
  CHECK(to_seconds(w.outcomes[1].queued) == doctest::Approx(0.3));
  CHECK(w.finished_s(2) == 0);
}

TEST_CASE("service: a completion may start and cancel; ids of ended messages do nothing") {
  FakeWorld w(row_of(2));
  TransferId first = 0, second = 0;
  bool ended = false;
  first = w.service->start(Transfer(0, 1, 1_kB), [&](const Outcome&) {
    w.service->cancel(first);
    w.service->cancel(second);
    w.send(0, 1, 1000);
  });
  second = w.service->start(Transfer(0, 1, 1_MB), [&](const Outcome&) { ended = true; });
  w.engine.run();
  CHECK_FALSE(ended);
  CHECK(w.calls == std::vector<int>{1});
  CHECK(w.service->view().in_flight() == 0);
}

namespace {

// Events run, and when every one of some messages over shared wires ended.
std::vector<std::int64_t> ends(bool wrapped) {
  const Topology t = row_of(4);
  Engine engine;
  std::unique_ptr<Network> net = make_fluid(engine, t);
  if (wrapped) net = std::make_unique<Service>(engine, t, std::move(net));
  std::vector<std::int64_t> seen;
  TransferId id = 0;
  for (int i = 0; i < 40; ++i) {
    const auto from = static_cast<NodeId>(i % 4), to = static_cast<NodeId>((i * 7 + 1) % 4);
    const Transport how = i % 3 == 0 ? Transport::udp : Transport::tcp;
    id = net->start(Transfer(from, to, Bytes(1000.0 * (1 + i % 9)), how),
                    [&seen, &engine, i](const Outcome& o) {
                      seen.push_back(i);
                      seen.push_back(engine.now().time_since_epoch().count());
                      seen.push_back(o.started.time_since_epoch().count());
                    });
  }
  net->cancel(id);
  engine.run();
  seen.push_back(static_cast<std::int64_t>(engine.events_run()));
  return seen;
}

}  // namespace

TEST_CASE("service: asked for nothing it adds no event and moves none") {
  CHECK(ends(true) == ends(false));
}
