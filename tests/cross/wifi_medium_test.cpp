// Who hears whom: hidden nodes, RTS/CTS, rate control, and receivers that are skipped.
#include <cstdio>

#include "tests/cross/wifi_run.hpp"

using namespace lastmile::cross;

namespace {

// Bytes of the 2 x 4 MB that arrive; mean over seeds.
double delivered(const std::string& distance, const std::string& rts) {
  double sum = 0;
  for (const char* seed : {"1", "2", "3"}) {
    const WifiRun run = run_wifi(std::string("pair ") + seed + " 1 " + distance + " " + rts + " 4");
    sum += run.transfers.at(0).delivered + run.transfers.at(1).delivered;
  }
  return sum / 3;
}

double mean_seconds(const WifiRun& run) {
  double sum = 0;
  for (const auto& [index, moved] : run.transfers) sum += moved.seconds;
  return sum / static_cast<double>(run.transfers.size());
}

}  // namespace

// Path loss 46.68 + 30 lg d: stations 90 m apart hear each other at -85.3 dBm, below the -82 dBm of
// preamble detection; the access point hears both at -76.3 dBm.
TEST_CASE("hidden stations lose throughput, and RTS/CTS gives it back") {
  const double together = delivered("5", "65535"), hidden = delivered("90", "65535");
  const double announced = delivered("90", "500");
  std::printf("two stations 45 m from their access point, of 8 MB arrive: %.2f MB 5 m apart, %.2f MB 90 m "
              "apart (hidden), %.2f MB with RTS/CTS\n",
              1e-6 * together, 1e-6 * hidden, 1e-6 * announced);
  CHECK(hidden < 0.9 * together);
  CHECK(announced > 1.1 * hidden);
}

TEST_CASE("Minstrel finds the rate that the ideal manager knows, and takes its time") {
  const WifiRun ideal = run_wifi("learn 1 1 0 20 4"), minstrel = run_wifi("learn 1 1 1 20 4");
  std::printf("4 MB up over 20 m: ideal rate control %.3f s, Minstrel %.3f s\n",
              ideal.transfers.at(0).seconds, minstrel.transfers.at(0).seconds);
  CHECK(ideal.transfers.at(0).delivered == 4e6);
  CHECK(minstrel.transfers.at(0).delivered == 4e6);
  CHECK(minstrel.transfers.at(0).seconds > ideal.transfers.at(0).seconds);
  CHECK(minstrel.transfers.at(0).seconds < 8 * ideal.transfers.at(0).seconds);
}

// Nine access points 25 m apart on four channels, 3 stations each, 20 kB up and down again.
TEST_CASE("skipping receivers below ns-3's own limit changes no bit, above it little") {
  const WifiRun all = run_wifi("grid 1 1 9 3 25 -200 20"), same = run_wifi("grid 1 1 9 3 25 -100.9 20");
  const WifiRun fewer = run_wifi("grid 1 1 9 3 25 -82 20"), few = run_wifi("grid 1 1 9 3 25 -70 20");
  for (const WifiRun* run : {&all, &same, &fewer, &few}) {
    REQUIRE(run->transfers.size() == 54);
    std::printf("27 stations on 9 access points, 20 kB up and down: mean %.2f ms, %.0f events\n",
                1e3 * mean_seconds(*run), run->numbers.at("events"));
  }
  CHECK(all.text == same.text);
  CHECK(fewer.numbers.at("events") <= all.numbers.at("events"));
  CHECK(few.numbers.at("events") < 0.7 * all.numbers.at("events"));
}
