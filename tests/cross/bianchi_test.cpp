// Saturated 802.11 in ns-3 against Bianchi's model (network/fluid/bianchi.hpp).
#include "network/fluid/bianchi.hpp"
#include "network/fluid/saturation.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <string>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;
using namespace lastmile::network::fluid;

namespace {

constexpr double kTolerance = 0.10;

double at_packet_level(int stations) {
  const Printed printed = run_program("cross_saturated", std::to_string(stations) + " 4 1");
  REQUIRE(printed.status == 0);
  double bits_per_second = 0;
  REQUIRE(std::sscanf(printed.text.c_str(), "throughput %lf", &bits_per_second) == 1);
  return bits_per_second;
}

}  // namespace

TEST_CASE("Bianchi: one station never collides") {
  const Dcf d;
  CHECK(attempt_rate_of(1, d) == doctest::Approx(2.0 / 17));
  // 1064 B at 6 Mb/s: 8534 bits in 356 symbols, 1444 us; acknowledgement 134 bits, 44 us; SIFS 16
  // and DIFS 34 us; 7.5 slots of backoff on average.
  CHECK(bianchi_throughput(1, d) == doctest::Approx(8000 / (1444e-6 + 94e-6 + 67.5e-6)));
}

TEST_CASE("Bianchi: attempts and collisions agree with each other") {
  const Dcf d;
  for (const int n : {2, 10, 50}) {
    const double tau = attempt_rate_of(n, d);
    CHECK(tau == doctest::Approx(attempt_rate(1 - std::pow(1 - tau, n - 1), d)));
    CHECK(tau < attempt_rate_of(n - 1, d));
  }
}

TEST_CASE("ns-3's saturation throughput is Bianchi's") {
  for (const int n : {5, 10, 20, 50}) {
    const double expected = bianchi_throughput(n, Dcf()), actual = at_packet_level(n);
    std::printf("saturated 802.11a, %2d stations  Expectation: %.3f Mb/s  Actual: %.3f Mb/s  "
                "relative error %+.1f %%\n",
                n, expected * 1e-6, actual * 1e-6, 100 * (actual / expected - 1));
    CHECK(actual == doctest::Approx(expected).epsilon(kTolerance));
  }
}

TEST_CASE("the fluid network's saturation throughput is Bianchi's") {
  for (const int n : {1, 5, 10, 20, 50}) {
    const double expected = bianchi_throughput(n, Dcf()), actual = fluid_saturation(n, Dcf(), 100);
    std::printf("saturated fluid, %2d stations  Expectation: %.3f Mb/s  Actual: %.3f Mb/s  "
                "relative error %+.1f %%\n",
                n, expected * 1e-6, actual * 1e-6, 100 * (actual / expected - 1));
    CHECK(actual == doctest::Approx(expected).epsilon(kTolerance));
  }
}
