// Cubic and BBR over a WAN of 100 Mbit/s and 40 ms that loses packets.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {

constexpr double kBytes = 5e6;

// Of all bytes over all seconds.
double goodput_mbps(const std::string& control, const std::string& loss) {
  constexpr unsigned seeds = 4;
  double ms = 0;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    std::vector<std::string> statements = {"node 0,0", "node 1,0", "wire 0 1 100 20 loss " + loss,
                                           "send 0 1 " + std::to_string(kBytes) + " 0"};
    if (control == "bbr") statements.emplace_back("bbr");
    const Traffic t = run_world(statements, {"ns3", seed, true});
    REQUIRE(t.ended.size() == 1);
    CHECK(t.of(0)->delivered == kBytes);
    ms += t.mean_ms();
  }
  return seeds * kBytes * 8e-3 / ms;
}

}  // namespace

TEST_CASE("bbr does not take random loss for congestion, cubic does") {
  for (const char* loss : {"0", "0.001", "0.01"}) {
    const double cubic = goodput_mbps("cubic", loss), bbr = goodput_mbps("bbr", loss);
    std::printf("5 MB over 100 Mbit/s, 40 ms, loss %-5s: cubic %5.2f Mbit/s, bbr %5.2f Mbit/s\n", loss,
                cubic, bbr);
    CHECK(bbr > 40);  // slow start and a timeout or two cost the rest
    if (std::string(loss) == "0.01") CHECK(bbr > 5 * cubic);
  }
}

TEST_CASE("bbr goes on after an outage and shares the wire with background traffic") {
  const Traffic out = run_world({"node 0,0", "node 1,0", "wire 0 1 100 20", "bbr", "outage 0 0.5 1",
                                 "send 0 1 20000000 0", "send 1 0 20000000 0"});
  REQUIRE(out.ended.size() == 2);
  for (const Ended& e : out.ended) CHECK(e.finished_ns < 7'000'000'000);
  const Traffic shared = run_world({"node 0,0", "node 1,0", "wire 0 1 100 20 background 0.4 jitter 2", "bbr",
                                    "send 0 1 20000000 0"});
  REQUIRE(shared.ended.size() == 1);
  std::printf("bbr, 20 MB: %.2f s over an outage of 1 s, %.2f s beside background 0.4 and jitter of 2 ms\n",
              1e-9 * static_cast<double>(out.ended.back().finished_ns), 1e-3 * shared.mean_ms());
  CHECK(shared.mean_ms() < 8000);
}
