// One message to many over Wi-Fi: raw broadcasts, and what the service layer repairs.
#include <cstdio>

#include "tests/cross/wifi_run.hpp"

using namespace lastmile::cross;

// 1,400 B and 28 of headers, 8 of LLC, 26 + 4 of MAC at 6 Mb/s: 1466 B in 489 symbols of 4 us and 20 us of
// preamble; AIFS of three slots (43 us) and 7.5 slots of backoff on average.
constexpr double kDatagramSeconds = 1976e-6 + 43e-6 + 7.5 * 9e-6;

TEST_CASE("multicast: twelve stations get 280 kB in the airtime of one at the basic rate") {
  const WifiRun one = run_wifi("multicast 1 1 12 280 0 0");
  const double expected = 200 * kDatagramSeconds;
  REQUIRE(one.transfers.size() == 12);
  std::printf("280 kB to 12 stations by broadcast  Expectation: %.3f s  Actual: %.3f s\n", expected,
              one.transfers.at(1000).seconds);
  for (const auto& [index, moved] : one.transfers) {
    CHECK(moved.delivered == 280e3);
    CHECK(moved.seconds == doctest::Approx(expected).epsilon(0.05));
  }
  CHECK(one.numbers.at("carried") == 280e3);  // over the link once
}

// The access point's datagrams collide with frames of the stations, and nobody repeats them.
TEST_CASE("multicast: what collides is lost, and reliable ones are repaired") {
  const WifiRun raw = run_wifi("multicast 1 1 12 140 6 0"), whole = run_wifi("multicast 1 1 12 140 6 1");
  REQUIRE(raw.transfers.count(1011) == 1);
  std::printf("140 kB by broadcast while six stations send: %.0f B arrive, %.0f B when repaired\n",
              raw.transfers.at(1011).delivered, whole.transfers.at(1011).delivered);
  for (const auto& [index, moved] : raw.transfers) {
    if (index < 1000) continue;
    CHECK(moved.delivered < 140e3);
    CHECK(moved.delivered > 70e3);
  }
  for (const auto& [index, moved] : whole.transfers) CHECK(moved.delivered == (index < 1000 ? 2e6 : 140e3));
}

TEST_CASE("multicast: from a station or from behind a wire the access point passes it on as it arrives") {
  for (const char* from : {"2", "3"}) {
    const WifiRun run = run_wifi(std::string("multicast 1 1 6 140 0 ") + from);
    REQUIRE(run.transfers.size() == (from[0] == '2' ? 5 : 6));
    for (const auto& [index, moved] : run.transfers) {
      CHECK(moved.delivered == 140e3);
      CHECK(moved.seconds < 100 * kDatagramSeconds + 0.05);
    }
  }
}

TEST_CASE("multicast: to stations of several access points, and in an ad hoc network") {
  const WifiRun cells = run_wifi("multicast 1 1 4 140 0 4"), adhoc = run_wifi("multicast 1 1 4 140 0 5");
  for (const WifiRun* run : {&cells, &adhoc}) {
    REQUIRE(run->transfers.size() == 4);
    for (const auto& [index, moved] : run->transfers) {
      CHECK(moved.delivered == 140e3);
      CHECK(moved.seconds == doctest::Approx(100 * kDatagramSeconds).epsilon(0.1));
    }
  }
}

TEST_CASE("multicast: cancelled, it ends and nothing is in flight") {
  const WifiRun run = run_wifi("multicast 1 1 4 1400 0 6");
  CHECK(run.transfers.empty());
  CHECK(run.numbers.at("in_flight") == 0);
}
