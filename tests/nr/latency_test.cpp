// One-way latency of a 32-byte packet against the sum of its parts, worked out here from symbol
// counts.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "network/ns3/nr/small_ran.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {

constexpr double kN2[] = {10, 12, 23, 36};

struct Seen {
  double worst_ms = 0, mean_ms = 0, worst_error_symbols = 0;
};

// In symbols, for a packet that arrives `phase` symbols after a slot began.
double grant_based(int mu, double phase) {
  const double n2 = kN2[mu];
  const double wait =
      phase == 0 ? 0 : 14 - phase;  // the request goes with the next slot's first symbol
  const double heard = 1 + n2 / 2;  // request and its processing
  const double grant =
      14 * std::ceil(heard / 14);  // the next slot's control symbol carries the grant
  const double data = 14 * std::ceil((grant + 1 + n2) / 14);  // first slot that starts N2 after it
  return wait + data + 14 + n2 / 2;                           // a slot of air time, decoding
}

double configured(int mu, double phase) {
  const double n2 = kN2[mu];
  const double ready = phase + n2 / 2;
  return 2 * std::ceil(ready / 2 - 1e-9) - phase + 2 + n2 / 2;
}

template <class Sum>
Seen measure(NrOptions options, Sum sum) {
  const int mu = options.numerology;
  const double symbol_ns = 1e6 / (1 << mu) / 14;
  std::vector<double> phases;
  for (int i = 0; i < 140; ++i) phases.push_back(i * 0.1 + 0.05);
  const std::vector<double> took = uplink_latency(options, phases);
  Seen seen;
  for (std::size_t i = 0; i < took.size(); ++i) {
    seen.worst_ms = std::max(seen.worst_ms, took[i] * symbol_ns * 1e-6);
    seen.mean_ms += took[i] * symbol_ns * 1e-6 / static_cast<double>(took.size());
    seen.worst_error_symbols =
        std::max(seen.worst_error_symbols, std::abs(took[i] - sum(mu, phases[i])));
  }
  return seen;
}

void print(const char* what, int mu, const Seen& seen) {
  std::printf(
      "uplink, %s, numerology %d: worst %.3f ms, mean %.3f ms, off its parts by %.3f symbols at "
      "most\n",
      what, mu, seen.worst_ms, seen.mean_ms, seen.worst_error_symbols);
}

}  // namespace

TEST_CASE("grant-based uplink is the sum of request, grant, N2, slot and decoding") {
  const double worst_ms[] = {4.36, 2.21, 1.46};
  const char* const bands[] = {"n1", "n1", "n1"};
  for (int mu = 0; mu <= 2; ++mu) {
    const Seen seen = measure(clear_sky(bands[mu], 20, mu), grant_based);
    print("granted, slot of 14 symbols", mu, seen);
    CHECK(seen.worst_error_symbols < 1);
    CHECK(seen.worst_ms == doctest::Approx(worst_ms[mu]).epsilon(0.01));
    CHECK(seen.worst_ms < 10);
  }
}

TEST_CASE("configured grant with 2-symbol units is preparation, wait, two symbols and decoding") {
  const double worst_ms[] = {1.00, 0.57, 0.48};
  for (int mu = 0; mu <= 2; ++mu) {
    NrOptions options = clear_sky("n1", 20, mu);
    options.configured_grant = true;
    options.minislot_symbols = 2;
    options.configured_blocks = 12;
    options.mcs_table = NrMcsTable::low_rate;
    options.target_bler = 1e-5;
    const Seen seen = measure(options, configured);
    print("configured, 2 symbols", mu, seen);
    CHECK(seen.worst_error_symbols < 1);
    CHECK(seen.worst_ms == doctest::Approx(worst_ms[mu]).epsilon(0.02));
    if (mu == 2) CHECK(seen.worst_ms < 1);
  }
}

TEST_CASE("downlink: wait for the slot, the slot, N1/2") {
  SmallRan net(clear_sky("n1", 20, 0), {{0, 0, 25}}, {{60, 0, 1.5}});
  net.send(Direction::down, 0, 32, 10300000);
  net.run(20000000);
  REQUIRE(net.down.size() == 1);
  CHECK(net.down[0].at_ns == doctest::Approx(12000000 + 4 * 1e6 / 14).epsilon(1e-6));
}

TEST_CASE("an idle network has no events") {
  SmallRan net(clear_sky("n78", 100, 1), {{0, 0, 25}}, {{60, 0, 1.5}});
  net.send(Direction::down, 0, 3000, 1000000);
  net.send(Direction::up, 0, 3000, 1000000);
  net.run(100000000);
  const auto after_first = ns3::Simulator::GetEventCount();
  net.run(100000000000LL);
  CHECK(ns3::Simulator::GetEventCount() - after_first <= 1);  // the stop itself
  CHECK(net.ran->counters(Direction::down).ticks < 5);
  CHECK(net.ran->counters(Direction::up).ticks < 6);
}
