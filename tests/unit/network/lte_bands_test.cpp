#include "network/lte_bands.hpp"

#include <doctest/doctest.h>

#include "network/fluid/coefficients.hpp"
#include "network/fluid/lte_rate.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

LteLink carrier(int down, int up) {
  LteLink link;
  link.name = "cell";
  link.downlink_earfcn = down;
  link.uplink_earfcn = up;
  return link;
}

std::string error_of(const LteLink& link) {
  try {
    check_lte_carrier(link);
  } catch (const ConfigError& e) {
    return e.what();
  }
  return "";
}

bool says(const std::string& text, const char* what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("channel numbers and frequencies of LTE's bands") {
  CHECK(lte_down_hz(carrier(1575, 19575)) == doctest::Approx(1842.5e6));
  CHECK(lte_up_hz(carrier(1575, 19575)) == doctest::Approx(1747.5e6));
  CHECK(lte_down_hz(carrier(6150, 24150)) == doctest::Approx(791e6));
  CHECK(lte_up_hz(carrier(6449, 24449)) == doctest::Approx(861.9e6));
  for (const int down : {0, 1200, 1949, 2750, 3799, 6449}) {
    const LteLink link = carrier(down, down + 18000);
    CHECK(lte_down_hz(link) == fluid::lte_downlink_hertz(link));
    CHECK(lte_up_hz(link) == fluid::lte_uplink_hertz(link));
  }
}

TEST_CASE("the bands lie apart and their numbers rise") {
  int after = -1;
  for (const LteFddBand& b : lte_fdd_bands()) {
    CHECK(b.down_first > after);
    CHECK(b.down_last > b.down_first);
    CHECK(b.up_first == b.down_first + 18000);
    after = b.down_last;
  }
}

TEST_CASE("a channel in no band and a pair of two bands are the user's error") {
  CHECK(error_of(carrier(1575, 19575)).empty());
  for (const int nowhere : {-1, 4950, 5400, 6600, 36000}) {
    const std::string text = error_of(carrier(nowhere, 19575));
    CHECK(says(text, "link 'cell': downlink_earfcn = "));
    CHECK(says(text, "1200-1949 (band 3)"));
  }
  CHECK(says(error_of(carrier(1575, 1575)), "uplink_earfcn = 1575 is in no FDD band"));
  CHECK(says(error_of(carrier(1575, 1575)), "19200-19949 (band 3)"));
  const std::string pair = error_of(carrier(1575, 18100));
  CHECK(says(pair, "is in band 3 and uplink_earfcn = 18100 in band 1"));
  CHECK(says(pair, "allowed with this downlink: 19200-19949"));
}
