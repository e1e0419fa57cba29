#include <doctest/doctest.h>

#include "tests/unit/network/service_fake.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

namespace {

Transfer by_arq(double bytes) { return Transfer(0, 1, Bytes(bytes), Transport::arq); }

}  // namespace

TEST_CASE("arq: without loss it is one train of datagrams and a report behind it") {
  FakeWorld w(row_of(2));
  w.send(by_arq(100'000));
  w.engine.run();
  CHECK(w.outcomes[0].ok);
  CHECK(w.finished_s(0) == doctest::Approx(0.11));
  CHECK(w.outcomes[0].retransmissions == 0);
  CHECK(w.fake->udp_bytes == 100'064);
  CHECK(w.fake->tcp_bytes == 0);
}

TEST_CASE("arq: every byte arrives, and none twice; where too much is lost it says so") {
  for (const double loss : {0.01, 0.1, 0.3, 0.7}) {
    CAPTURE(loss);
    FakeWorld w(row_of(2), 7);
    w.fake->loss = loss;
    for (int i = 0; i < 20; ++i) w.send(by_arq(1 + 7777.0 * i));
    w.engine.run();
    std::size_t whole = 0;
    for (std::size_t i = 0; i < 20; ++i) {
      const double size = 1 + 7777.0 * static_cast<double>(i), got = w.outcomes[i].delivered.value();
      CHECK(w.calls[i] == 1);
      CHECK(w.outcomes[i].ok == (got == size));
      CHECK(w.outcomes[i].why == (got == size ? Failure::none : Failure::connection));
      CHECK(got <= size);
      whole += w.outcomes[i].ok ? 1 : 0;
    }
    CHECK(w.service->view().in_flight() == 0);
    if (loss < 0.5) CHECK(whole == 20);
  }
}

TEST_CASE("arq: the bytes that are sent are those of a geometric number of trials") {
  FakeWorld w(row_of(2), 11);
  w.fake->loss = 0.2;
  for (int i = 0; i < 30; ++i) w.send(by_arq(1e6));
  w.engine.run();
  // 30,000 datagrams, each 1 / (1 - 0.2) times on average: deviation of the mean 0.003.
  CHECK(w.fake->udp_bytes / 30e6 == doctest::Approx(1.25).epsilon(0.012));
}

TEST_CASE("arq: nobody there: it gives up after timeouts that double from a second") {
  FakeWorld w(row_of(2));
  w.fake->loss = 1;
  w.send(by_arq(1000));
  w.engine.run();
  CHECK_FALSE(w.outcomes[0].ok);
  CHECK(w.outcomes[0].why == Failure::connection);
  CHECK(w.outcomes[0].delivered.value() == 0);
  // 1 + 2 + 4 + 8 + 16 + 32 + 9 x 60 s and sixteen datagrams' ways
  CHECK(w.finished_s(0) == doctest::Approx(603.0).epsilon(0.001));
}

TEST_CASE("arq: a deadline tells what had arrived; a cancelled one ends for good") {
  FakeWorld w(row_of(2), 5);
  w.fake->loss = 0.5;
  Transfer late = by_arq(1e6);
  late.deadline = 1100ms;  // after the first train, before the second
  w.send(late);
  const TransferId gone = w.send(by_arq(1e6));
  w.engine.after(1200ms, [&] { w.service->cancel(gone); });
  w.engine.run();
  CHECK(w.calls == std::vector<int>{1, 0});
  CHECK(w.outcomes[0].why == Failure::deadline);
  CHECK(w.outcomes[0].delivered.value() == doctest::Approx(5e5).epsilon(0.1));
  CHECK(to_seconds(w.engine.now()) < 1.3);
}

TEST_CASE("arq: round trips are smoothed as RFC 6298 says") {
  RoundTrip r;
  CHECK(r.timeout() == 1s);
  r.measured(400ms);           // SRTT 400, RTTVAR 200
  CHECK(r.timeout() == 1200ms);
  r.measured(800ms);           // RTTVAR 250, SRTT 450
  CHECK(r.timeout() == 1450ms);
  for (int i = 0; i < 200; ++i) r.measured(20ms);
  CHECK(r.timeout() == 200ms);
}
