// Several access points behind one gateway, and which channels may stand beside each other.
#include <cstdio>

#include "tests/cross/wifi_run.hpp"

using namespace lastmile::cross;

TEST_CASE("access points: every byte arrives up, down, from cell to cell and as datagrams") {
  for (const char* channels : {"36 40", "36 36"}) {
    CAPTURE(channels);
    const WifiRun run = run_wifi(std::string("cells 1 1 ") + channels);
    REQUIRE(run.transfers.size() == 5);
    for (const auto& [index, moved] : run.transfers) {
      CHECK(moved.ok);
      CHECK(moved.delivered == (index < 2 ? 1e6 : 1e5));
    }
    CHECK(run.radios.at(0) == std::pair(0.0, 0.0));  // the gateway has no radio
    CHECK(run.radios.at(1).second == doctest::Approx(run.radios.at(3).first));
    CHECK(run.radios.at(2).second == doctest::Approx(run.radios.at(4).first));
  }
}

TEST_CASE("access points on two channels do not share the air, on one they do") {
  const WifiRun apart = run_wifi("cells 1 1 36 40"), together = run_wifi("cells 1 1 36 36");
  const auto slower = [](const WifiRun& run) {
    return std::max(run.transfers.at(0).seconds, run.transfers.at(1).seconds);
  };
  std::printf("two stations, two access points, 1 MB each: %.1f ms on two channels, %.1f ms on one\n",
              1e3 * slower(apart), 1e3 * slower(together));
  CHECK(slower(together) > 1.5 * slower(apart));
  CHECK(apart.transfers.at(0).seconds == doctest::Approx(apart.transfers.at(1).seconds).epsilon(0.1));
}

TEST_CASE("access points: the same seed gives the same bits") {
  const WifiRun run = run_wifi("cells 7 1 36 36");
  CHECK(run.text == run_wifi("cells 7 1 36 36").text);
  CHECK(run.text != run_wifi("cells 8 1 36 36").text);
}

TEST_CASE("channels that overlap in part are refused, with both links named") {
  const Printed refused = run_program("cross_wifi", "overlap 1 1 36 40 40 20");
  CHECK(refused.status == 2);
  for (const char* word : {"upstairs", "downstairs", "40 MHz", "20 MHz"}) {
    CHECK(refused.text.find(word) != std::string::npos);
  }
  for (const char* bad : {"36 80 44 20", "36 40 36 20", "36 80 44 40"}) {
    CHECK(run_program("cross_wifi", std::string("overlap 1 1 ") + bad).status == 2);
  }
  for (const char* good : {"36 40 44 20", "36 80 52 80", "40 20 40 20", "48 20 52 40"}) {
    CHECK(run_program("cross_wifi", std::string("overlap 1 1 ") + good).status == 0);
  }
}

TEST_CASE("Wi-Fi Direct: a phone is group owner, access point and gateway, with nothing wired") {
  const WifiRun run = run_wifi("direct 1 1");
  REQUIRE(run.transfers.size() == 3);
  for (const auto& [index, moved] : run.transfers) {
    CHECK(moved.ok);
    CHECK(moved.delivered == 1e5);
  }
  // From client to client the owner repeats every frame.
  CHECK(run.transfers.at(2).seconds < 0.05);
  CHECK(run.radios.at(0).first > 0.006);
}
