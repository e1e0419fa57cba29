// Jitter, random loss and background traffic of wires at packet level, against their formulas. Probes are
// messages of one packet on an open connection: one way's delay each.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {

constexpr double kRateMbps = 20, kDelayMs = 10;
constexpr double kProbeMs = 154 * 8 / (kRateMbps * 1e3);  // 100 B and its headers

std::string wire(const std::string& more) { return "wire 0 1 20 10 " + more; }

struct Delays {
  double mean = 0, deviation = 0, least = 1e9;
  bool in_order = true;
  Traffic traffic;
};

Delays probe(const std::string& link, int count, double apart_ms, bool frozen = true) {
  std::vector<std::string> statements = {"node 0,0", "node 1,0", link};
  for (int i = 0; i <= count; ++i) statements.push_back("send 0 1 100 " + std::to_string(apart_ms * i));
  Delays d;
  d.traffic = run_world(statements, {"ns3", 1, frozen});
  REQUIRE(d.traffic.ended.size() == static_cast<std::size_t>(count) + 1);
  double squares = 0;
  for (std::size_t i = 1; i < d.traffic.ended.size(); ++i) {  // the first one opens the connection
    const Ended& e = d.traffic.ended[i];
    const double ms = 1e-6 * static_cast<double>(e.took_ns);
    d.mean += ms / count;
    squares += ms * ms / count;
    d.least = std::min(d.least, ms);
    d.in_order = d.in_order && e.index > d.traffic.ended[i - 1].index;
  }
  d.deviation = std::sqrt(squares - d.mean * d.mean);
  return d;
}

}  // namespace

TEST_CASE("jitter has the deviation that was asked for, and packets keep their order") {
  const Delays plain = probe(wire(""), 20, 150);
  CHECK(plain.deviation < 1e-3);
  CHECK(plain.mean == doctest::Approx(kDelayMs + kProbeMs).epsilon(0.001));
  for (const double apart_ms : {150.0, 3.0}) {  // drawn for every packet; for every 17th
    const Delays d = probe(wire("jitter 5"), 500, apart_ms);
    std::printf("jitter 5 ms, a packet every %3.0f ms: Expectation: mean %.2f deviation 5 ms  "
                "Actual: mean %.2f deviation %.2f ms\n",
                apart_ms, plain.mean + 5, d.mean, d.deviation);
    CHECK(std::abs(d.deviation / 5 - 1) < 0.25);
    CHECK(std::abs(d.mean - plain.mean - 5) < 1);
    CHECK(d.least >= plain.least - 1e-6);
    CHECK(d.in_order);
  }
}

TEST_CASE("each packet is lost with the probability that was asked for") {
  const Traffic t = run_world({"node 0,0", "node 1,0", wire("loss 0.05"), "send 0 1 5000000 0 u",
                               "send 1 0 5000000 0 u"});
  for (const std::size_t i : {0u, 1u}) {
    REQUIRE(t.of(i) != nullptr);
    const double lost = 1 - t.of(i)->delivered / 5e6;
    std::printf("loss: Expectation: 0.0500  Actual: %.4f\n", lost);
    CHECK(std::abs(lost - 0.05) < 0.012);  // of 3500 datagrams: three deviations
  }
  CHECK(t.of(0)->delivered != t.of(1)->delivered);
}

// Mean wait behind bursts: share * frame * (2 * 10 - 1) / (2 (1 - share)).
TEST_CASE("background traffic makes packets wait as a queue with bursts does, frozen or not") {
  constexpr double frame_ms = 1502 * 8 / (kRateMbps * 1e3), burst = 10;
  for (const double share : {0.2, 0.5}) {
    const double wait_ms = share * frame_ms * (2 * burst - 1) / (2 * (1 - share));
    for (const bool frozen : {true, false}) {
      const Delays d = probe(wire("background " + std::to_string(share)), 700, 1007, frozen);
      const double actual_ms = d.mean - kDelayMs - kProbeMs;
      std::printf("background %.1f, %s: Expectation: %.2f ms  Actual: %.2f ms (deviation %.2f)  "
                  "%.2f CPU s, stood still for %.0f of 705 s\n",
                  share, frozen ? "frozen " : "running", wait_ms, actual_ms, d.deviation, d.traffic.cpu_s,
                  1e-9 * static_cast<double>(d.traffic.frozen_ns));
      CHECK(std::abs(actual_ms / wait_ms - 1) < 0.15);
      CHECK(d.in_order);
      CHECK((d.traffic.frozen_ns > 350'000'000'000) == frozen);
    }
  }
}

TEST_CASE("background takes its share of the rate, in both directions") {
  for (const char* send : {"send 0 1 8000000 0", "send 1 0 8000000 0"}) {
    const Traffic free = run_world({"node 0,0", "node 1,0", wire(""), send});
    const Traffic shared = run_world({"node 0,0", "node 1,0", wire("background 0.4"), send});
    const double share = 1 - free.mean_ms() / shared.mean_ms();
    std::printf("8 MB: %.2f s alone, %.2f s with background 0.4: it took %.3f of the rate\n",
                1e-3 * free.mean_ms(), 1e-3 * shared.mean_ms(), share);
    CHECK(shared.of(0)->delivered == 8e6);
    CHECK(share > 0.3);
    CHECK(share < 0.5);
  }
}

TEST_CASE("wires that are none are the user's error") {
  for (const char* wrong : {"loss 1", "loss -0.1", "background 1", "background -0.5", "loss nan"}) {
    CAPTURE(std::string(wrong));
    CHECK(print_world({"node 0,0", "node 1,0", wire(wrong), "send 0 1 1 0"}).status == 2);
  }
}
