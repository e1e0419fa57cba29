// Frozen radio time: bursts with pauses between them, with ns-3's clock standing still in the
// pauses and with it running on. Seeds shift the starts too, because an LTE cell without fading has
// no other chance. Both runs of a seed have the same starts, so their difference is taken seed by
// seed. Tolerance: three standard errors of the mean difference, itself below 15 % so that it can
// fail.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "sim/random.hpp"
#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {

constexpr unsigned kSeeds = 12;

std::vector<std::string> bursts(unsigned seed, int stations, int rounds) {
  lastmile::RandomStream random(seed, "starts");
  std::vector<std::string> transfers;
  for (int round = 0; round < rounds; ++round) {
    for (int i = 1; i <= stations; ++i) {
      const auto start_us = static_cast<std::uint64_t>(round) * 300'000 + random.below(30'000);
      const std::string node = std::to_string(i);
      transfers.push_back((round % 2 == 0 ? node + ",0" : "0," + node) + ",100000," +
                          std::to_string(start_us));
    }
  }
  return transfers;
}

struct Sample {
  std::vector<double> values;
  [[nodiscard]] double mean() const {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  }
  [[nodiscard]] double deviation() const {
    double sum = 0;
    for (const double v : values) sum += (v - mean()) * (v - mean());
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
  }
};

struct World {
  std::string topology;
  int stations, rounds;
};

double mean_ms(const World& world, unsigned seed, bool frozen, std::uint64_t& silent) {
  const auto transfers = bursts(seed, world.stations, world.rounds);
  const std::string topology = world.topology + ":" + std::to_string(world.stations);
  const Traffic t = run_traffic({"ns3", topology, seed, frozen}, transfers);
  REQUIRE(t.ended.size() == transfers.size());
  silent = std::max(silent, t.silent);
  return t.mean_ms();
}

void compare(const World& world, bool beacons) {
  CAPTURE(world.topology);
  Sample running, frozen, difference;
  std::uint64_t silent_running = 0, silent_frozen = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    running.values.push_back(mean_ms(world, seed, false, silent_running));
    frozen.values.push_back(mean_ms(world, seed, true, silent_frozen));
    difference.values.push_back(frozen.values.back() - running.values.back());
  }
  const double tolerance = 3 * difference.deviation() / std::sqrt(double{kSeeds});
  std::printf(
      "%-6s Expectation: %.3f ms (sd over seeds %.3f)  Actual: %.3f ms (%.3f)  difference %+.2f "
      "%%, "
      "tolerance %.2f %%\n",
      world.topology.c_str(), running.mean(), running.deviation(), frozen.mean(),
      frozen.deviation(), 100 * difference.mean() / running.mean(),
      100 * tolerance / running.mean());
  CHECK(running.deviation() > 0);
  CHECK(std::abs(difference.mean()) <= tolerance);
  CHECK(tolerance < 0.15 * running.mean());
  CHECK(silent_frozen == 0);
  if (beacons) CHECK(silent_running > 0);  // else there is nothing to save
}

}  // namespace

TEST_CASE("standing still in pauses changes nothing that can be told apart, and costs no event") {
  compare({"wifi", 3, 12}, true);
  compare({"adhoc", 3, 12}, false);  // ns-3's ad hoc stations send no beacons
  compare({"lte", 2, 4}, true);
}
