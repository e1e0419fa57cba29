#include "network/ns3/nr/carrier.hpp"

#include <doctest/doctest.h>

#include <string>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::network::nr;

namespace {
std::string message_of(const std::string& band, double mhz, int mu) {
  try {
    const Carrier carrier(band, mhz, mu);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}
}  // namespace

TEST_CASE("resource blocks of the standard's tables") {
  CHECK(Carrier("n78", 100, 1).blocks == 273);
  CHECK(Carrier("n1", 20, 0).blocks == 106);
  CHECK(Carrier("n257", 400, 3).blocks == 264);
  CHECK(Carrier("n41", 50, 2).blocks == 65);
  CHECK(Carrier("n3", 5, 0).blocks == 25);
}

TEST_CASE("a carrier's blocks fit its bandwidth with a guard on both sides") {
  for (int range = 1; range <= 2; ++range) {
    for (int mu = 0; mu <= 3; ++mu) {
      for (const double mhz :
           {5., 10., 15., 20., 25., 30., 40., 50., 60., 70., 80., 90., 100., 200., 400.}) {
        const double used = resource_blocks(range, mhz, mu) * 180e3 * (1 << mu);
        CHECK(used < mhz * 1e6);
        if (used > 0) CHECK(used > 0.70 * mhz * 1e6);
      }
    }
  }
}

TEST_CASE("duplex, slots and centres") {
  const Carrier fdd("n1", 20, 0);
  CHECK(fdd.band->duplex == Duplex::fdd);
  CHECK(fdd.down_hz == doctest::Approx(2140e6));
  CHECK(fdd.up_hz == doctest::Approx(1950e6));
  CHECK(fdd.slot_ns == 1000000);
  CHECK(Carrier("n257", 400, 3).slot_ns == 125000);
  CHECK(Carrier("n78", 100, 1).block_hz == doctest::Approx(360e3));
}

TEST_CASE("what does not exist is refused with what does") {
  CHECK(message_of("n79x", 100, 1).find("NR band") != std::string::npos);
  CHECK(message_of("n87", 100, 1).find("n78") != std::string::npos);
  CHECK(message_of("n78", 100, 0).find("allowed bandwidths: 5, 10, 15") != std::string::npos);
  CHECK(message_of("n257", 20, 3).find("50, 100, 200, 400 MHz") != std::string::npos);
  CHECK(message_of("n78", 100, 4).find("0, 1, 2, 3") != std::string::npos);
}
