#include "models/thermal.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "models/data_file.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// 20 deg C, idle 2 W: 30 deg C; busy 12 W: 80 deg C; limit 60 deg C keeps up (60 - 20) / 5 = 8 W.
const ThermalProfile kBoard{5, 100, 20, 60, 1, {}};
const Watts kIdle(2), kLoad(12);

std::string why(const std::string& changed) {
  try {
    read_thermal(DataTable::parse("resistance_k_per_w = 5\ntime_constant_s = 100\nambient_c = 20\n" + changed +
                                      "\nprovenance = \"assumed\"\nsource = \"test\"\n",
                                  "board.toml"),
                 kIdle);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("thermal: heating and cooling follow the closed form") {
  ThermalState state(kBoard, kIdle, kLoad);
  CHECK(state.celsius() == doctest::Approx(30));
  CHECK(state.seconds_to_limit() == doctest::Approx(100 * std::log(50.0 / 20.0)));
  state.advance(50, true);
  CHECK(state.celsius() == doctest::Approx(80 - 50 * std::exp(-0.5)));
  CHECK(state.speed() == 1);
  const double hot = state.celsius();
  state.advance(200, false);
  CHECK(state.celsius() == doctest::Approx(30 + (hot - 30) * std::exp(-2.0)));
}

TEST_CASE("thermal: many small steps are one large step") {
  ThermalState large(kBoard, kIdle, kLoad), small(kBoard, kIdle, kLoad);
  large.advance(60, true);
  for (int i = 0; i < 6000; ++i) small.advance(0.01, true);
  CHECK(small.celsius() == doctest::Approx(large.celsius()).epsilon(1e-9));
}

TEST_CASE("thermal: a sum in small steps of the differential equation gives the same curve") {
  double celsius = 30;
  const double step = 1e-3;
  for (int i = 0; i < 50000; ++i) celsius += step / kBoard.time_constant_s * (20 + 5 * 12 - celsius);
  ThermalState state(kBoard, kIdle, kLoad);
  state.advance(50, true);
  CHECK(state.celsius() == doctest::Approx(celsius).epsilon(1e-5));
}

TEST_CASE("thermal: at the limit the speed is that of the power which can be kept up, until it cools") {
  ThermalState state(kBoard, kIdle, kLoad);
  state.advance(state.seconds_to_limit(), true);
  CHECK(state.celsius() == 60);
  CHECK(state.speed() == doctest::Approx(0.6));  // (8 - 2) / (12 - 2)
  CHECK(state.seconds_to_limit() == std::numeric_limits<double>::infinity());
  state.advance(1000, true);
  CHECK(state.celsius() == 60);
  state.advance(10, false);
  CHECK(state.speed() == 1);
  CHECK(state.seconds_to_limit() == doctest::Approx(100 * std::log((80 - state.celsius()) / 20)));
}

TEST_CASE("thermal: the voltage falls with the clock, and a cool device is never slowed") {
  ThermalProfile cubic = kBoard;
  cubic.speed_exponent = 1.0 / 3.0;
  CHECK(sustained_speed(cubic, kIdle, kLoad) == doctest::Approx(std::cbrt(0.6)));
  CHECK(sustained_speed(kBoard, kIdle, Watts(8)) == 1);
  ThermalState cool(kBoard, kIdle, Watts(8));
  cool.advance(1e6, true);
  CHECK(cool.speed() == 1);
  CHECK(cool.seconds_to_limit() == std::numeric_limits<double>::infinity());
}

TEST_CASE("thermal: a group that makes no sense is refused") {
  CHECK(why("limit_c = 60\nspeed_exponent = 1").empty());
  CHECK(why("limit_c = 30\nspeed_exponent = 1").find("'limit_c' must be above the temperature of an idle device") !=
        std::string::npos);
  CHECK(why("limit_c = 60\nspeed_exponent = 0").find("speed_exponent") != std::string::npos);
  CHECK(why("limit_c = 60\nspeed_exponent = 1\nfan = 1").find("fan") != std::string::npos);
}
