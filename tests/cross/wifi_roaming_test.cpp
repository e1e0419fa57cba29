// A station that goes from one access point to the other and back, 60 m in 2 s, while TCP sends.
#include <algorithm>
#include <cstdio>

#include "tests/cross/wifi_run.hpp"

using namespace lastmile::cross;

namespace {

std::string walk(const std::string& channels, bool up, int messages, int kilobytes, int turns,
                 bool frozen = true) {
  return "walk 1 " + std::string(frozen ? "1 " : "0 ") + channels + (up ? " 1 " : " 0 ") + std::to_string(messages) + " " +
         std::to_string(kilobytes) + " " + std::to_string(turns);
}

double longest(const WifiRun& run) {
  double longest = 0;
  for (const auto& [index, moved] : run.transfers) longest = std::max(longest, moved.seconds);
  return longest;
}

}  // namespace

TEST_CASE("roaming: TCP goes on without a lost byte, on one channel and across channels") {
  for (const char* channels : {"36 36", "36 40"}) {
    for (const bool up : {true, false}) {
      CAPTURE(channels);
      CAPTURE(up);
      const WifiRun run = run_wifi(walk(channels, up, 1, 16'000, 1));
      REQUIRE(run.transfers.size() == 1);
      CHECK(run.transfers.at(0).ok);
      CHECK(run.transfers.at(0).delivered == 16e6);
      CHECK(run.numbers.at("roams") == 1);
      std::printf("16 MB %s while moving from one access point to the other, channels %s: %.3f s\n",
                  up ? "up" : "down", channels, run.transfers.at(0).seconds);
      CHECK(run.transfers.at(0).seconds < 1.9);
    }
  }
}

TEST_CASE("roaming: a message waits for at most the stated 62 ms, up and down") {
  for (const char* channels : {"36 36", "36 40"}) {
    const WifiRun up = run_wifi(walk(channels, true, 600, 5, 6, false));
    const WifiRun down = run_wifi(walk(channels, false, 600, 5, 6, false));
    std::printf("longest of 600 messages of 5 kB over %.0f and %.0f changes of access point, channels %s: "
                "%.1f ms up, %.1f ms down\n",
                up.numbers.at("roams"), down.numbers.at("roams"), channels, 1e3 * longest(up),
                1e3 * longest(down));
    for (const WifiRun* run : {&up, &down}) {
      CHECK(run->transfers.size() == 600);
      for (const auto& [index, moved] : run->transfers) CHECK(moved.delivered == 5e3);
      CHECK(run->numbers.at("roams") == 6);
    }
    CHECK(longest(up) > 0.040);  // one begins every 20 ms
    CHECK(longest(up) < 0.066);
    CHECK(longest(down) > 0.040);
    CHECK(longest(down) < 0.066);
  }
}

TEST_CASE("roaming: the same seed gives the same bits") {
  const std::string again = walk("36 40", true, 50, 5, 2);
  CHECK(run_wifi(again).text == run_wifi(again).text);
}

TEST_CASE("roaming: who has moved on while radio time stood still loses no time when it sends again") {
  const WifiRun run = run_wifi("jump 1 1");
  CHECK(run.numbers.at("roams") == 1);
  CHECK(run.transfers.at(1).ok);
  CHECK(run.transfers.at(1).seconds - run.transfers.at(0).seconds < 0.010);
}

// In reach to 89 m or so: out from 1.8 to 14.3 s.
TEST_CASE("roaming: who leaves the only access point's reach and comes back goes on, and nobody else minds") {
  const WifiRun run = run_wifi("away 1 1 30");
  CHECK(run.transfers.at(0).ok);
  CHECK(run.transfers.at(0).delivered == 30e6);
  std::printf("30 MB while out of reach for some 12 s: %.2f s\n", run.transfers.at(0).seconds);
  CHECK(run.transfers.at(0).seconds > 13);
  CHECK(run.transfers.at(0).seconds < 30);
  for (std::size_t i = 1; i <= 16; ++i) CHECK(run.transfers.at(i).seconds < 0.2);
}
