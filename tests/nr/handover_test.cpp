// A UE that drives from one cell to the next with traffic both ways.
#include <doctest/doctest.h>

#include <cstdio>

#include "network/ns3/nr/measure.hpp"

using namespace lastmile::network;
using namespace lastmile::network::nr;

TEST_CASE("handover loses nothing and costs its interruption") {
  for (const bool configured : {false, true}) {
    NrOptions options = clear_sky("n78", 20, 1);
    options.environment = NrEnvironment::uma;
    options.configured_grant = configured;
    const HandoverResult seen = drive_past(options, 30);
    std::printf(
        "30 m/s%s: %lu handovers, down %lu of %lu, up %lu of %lu packets, longest gap %.1f ms\n",
        configured ? ", configured grant" : "", static_cast<unsigned long>(seen.handovers),
        static_cast<unsigned long>(seen.got_down), static_cast<unsigned long>(seen.sent_down),
        static_cast<unsigned long>(seen.got_up), static_cast<unsigned long>(seen.sent_up),
        seen.longest_gap_ms);
    CHECK(seen.handovers == 1);
    CHECK(seen.got_down == seen.sent_down);
    CHECK(seen.got_up == seen.sent_up);
    CHECK(seen.longest_gap_ms >= 30);
    CHECK(seen.longest_gap_ms < 45);
  }
}
