// Many UEs over cells that disturb each other: everybody completes; with and without weak
// interferers.
#include <doctest/doctest.h>

#include <cstdio>

#include "network/ns3/nr/measure.hpp"

using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {
ScaleResult run(double ignore_db, int cells, int ues, std::uint32_t bytes) {
  NrOptions options;
  options.band = "n78";
  options.bandwidth_mhz = 100;
  options.environment = NrEnvironment::umi;
  options.sight = NrSight::always;
  options.ignore_below_noise_db = ignore_db;
  const ScaleResult seen = crowd(options, cells, ues, bytes);
  std::printf(
      "%d cells, %d UEs, %u B up and down, interferers under noise - %.0f dB left out: last %.3f "
      "s, "
      "%.2f s of processor, %lu events, mean quiet SINR %.1f dB\n",
      cells, ues, bytes, ignore_db, seen.last_s, seen.cpu_s,
      static_cast<unsigned long>(seen.events), seen.mean_sinr_db);
  return seen;
}
}  // namespace

TEST_CASE("everybody completes, and what is left out below the noise changes little") {
  const ScaleResult all = run(200, 7, 70, 100000);
  const ScaleResult most = run(20, 7, 70, 100000);
  for (const ScaleResult& seen : {all, most}) {
    CHECK(seen.delivered_up == 70);
    CHECK(seen.delivered_down == 70);
  }
  CHECK(most.last_s == doctest::Approx(all.last_s).epsilon(0.05));
}

TEST_CASE("a thousand UEs over twenty cells") {
  const ScaleResult seen = run(20, 20, 1000, 100000);
  CHECK(seen.delivered_up == 1000);
  CHECK(seen.delivered_down == 1000);
}
