// Recorded and narrow links: the fluid backend against the packet level. Tolerances are what was
// measured, rounded up.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {

double took_ms(const char* backend, const char* topology, const char* transfer) {
  const Traffic t = run_traffic({backend, topology, 1, true, ""}, {transfer});
  REQUIRE(t.ended.size() == 1);
  REQUIRE(t.ended.front().ok);
  return t.mean_ms();
}

double error_of(const char* topology, const char* transfer) {
  const double packet = took_ms("ns3", topology, transfer);
  const double fluid = took_ms("fluid", topology, transfer);
  std::printf("%-16s %-18s Expectation: %9.3f ms  Actual: %9.3f ms  relative error %+6.1f %%\n",
              topology, transfer, packet, fluid, 100 * (fluid / packet - 1));
  return std::abs(fluid / packet - 1);
}

}  // namespace

TEST_CASE("a series without loss is replayed alike") {
  CHECK(error_of("recorded", "0,1,1000000,0") <= 0.02);
  CHECK(error_of("recorded", "0,1,4000000,0") <= 0.02);        // across the steps
  CHECK(error_of("recorded", "1,0,1000000,1500000") <= 0.02);  // up, from within a step
  CHECK(error_of("recorded", "0,1,4000000,7300000") <= 0.02);  // in the second turn
}

TEST_CASE("a narrow link by rate and round trip") {
  CHECK(error_of("narrow", "1,0,100000,0") <= 0.02);
  CHECK(error_of("narrow", "0,1,1000000,0") <= 0.02);
}

// At packet level an outage loses what is in the queue, and TCP asks again by its timer.
TEST_CASE("after an outage the packet level is late by TCP's timer") {
  const double packet = took_ms("ns3", "recorded-outage", "0,1,3000000,0");
  const double fluid = took_ms("fluid", "recorded-outage", "0,1,3000000,0");
  std::printf("outage of 2 s: packet level %.0f ms, fluid %.0f ms\n", packet, fluid);
  CHECK(packet >= 0.98 * fluid);
  CHECK(packet <= fluid + 3000);
}

// Goodput measured under loss has paid for the loss already; at packet level TCP pays again.
TEST_CASE("with loss the packet level is slower: the series' goodput is its ceiling") {
  CHECK(took_ms("ns3", "recorded-loss", "0,1,4000000,0") >
        took_ms("fluid", "recorded-loss", "0,1,4000000,0"));
}
