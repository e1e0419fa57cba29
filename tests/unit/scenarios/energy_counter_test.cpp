#include "scenarios/host/energy_counter.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace lastmile;
using namespace lastmile::scenarios;

TEST_CASE("energy counter: microjoules, and a counter that starts again") {
  const auto folder = std::filesystem::temp_directory_path() / ("lastmile-rapl-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const EnergyCounter counter(folder);
  CHECK_FALSE(counter.joules().has_value());
  std::ofstream(folder / "energy_uj") << "2500000\n";
  std::ofstream(folder / "max_energy_range_uj") << "262143328850\n";
  CHECK(counter.joules() == doctest::Approx(2.5));
  CHECK(counter.range_joules() == doctest::Approx(262143.32885));
  const PowerMeter meter(counter);
  std::ofstream(folder / "energy_uj") << "9000000000\n";
  const MeasuredPower power = meter.finish();
  CHECK(power.idle.value == 0);
  CHECK(power.load.value > 0);
  CHECK(power.load.origin.provenance == models::Provenance::measured);
  std::filesystem::remove_all(folder);
  CHECK(spent(10, 12, 100) == 2);
  CHECK(spent(98, 3, 100) == 5);
}

TEST_CASE("energy counter: where nothing can be read, a placeholder that says so") {
  const EnergyCounter counter("/nowhere");
  const MeasuredPower power = PowerMeter(counter).finish();
  CHECK(power.load.origin.provenance == models::Provenance::assumed);
  CHECK(power.load.origin.source.find("could not be read") != std::string::npos);
}
