// A plain ns-3 program must not notice that it runs on our engine: the same number of events and
// the same bytes received as on ns-3's own simulator.
#include <doctest/doctest.h>

#include <cstdio>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

TEST_CASE("plain ns-3 programs run alike on ns-3's simulator and on the engine") {
  struct Case {
    const char* world;
    unsigned long long least_bytes;  // so that agreeing on silence does not pass
  };
  for (const Case& c : {Case{"wifi-udp", 1'000'000}, Case{"wifi-tcp", 3'000'000},
                        Case{"lte", 1'000'000}, Case{"wired", 300'000}}) {
    CAPTURE(c.world);
    const Printed stock = run_program("cross_plain", std::string(c.world) + " stock");
    const Printed engine = run_program("cross_plain", std::string(c.world) + " engine");
    REQUIRE(stock.status == 0);
    REQUIRE(engine.status == 0);
    std::printf("%-9s Expectation: %s          Actual:      %s", c.world, stock.text.c_str(),
                engine.text.c_str());
    unsigned long long events = 0, bytes = 0;
    REQUIRE(std::sscanf(stock.text.c_str(), "events %llu bytes %llu", &events, &bytes) == 2);
    CHECK(bytes >= c.least_bytes);
    CHECK(stock.text == engine.text);
  }
}
