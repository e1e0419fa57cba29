#include "models/energy.hpp"

#include <doctest/doctest.h>

#include "models/data_file.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::literals;

namespace {

const RadioLibrary& radios() {
  static const RadioLibrary loaded = RadioLibrary::load(default_data_folder() / "radios");
  return loaded;
}

}  // namespace

TEST_CASE("energy: computing counts above idle, idle counts apart") {
  DeviceProfile device;
  device.idle = Watts(2);
  device.idle_origin.provenance = Provenance::measured;
  Processor cpu;
  cpu.load = Watts(5);
  cpu.load_origin.provenance = Provenance::published;
  CHECK(compute_energy(device, cpu, 500ms).value() == doctest::Approx(1.5));
  CHECK(compute_energy(device, cpu, Duration{0}).value() == 0);
  CHECK(idle_energy(device, 500ms).value() == doctest::Approx(1.0));
  CHECK(compute_energy_provenance(device, cpu) == Provenance::published);
}

TEST_CASE("energy: a Raspberry Pi 4 burns 3.7 W more under load than idle") {
  const auto library = DeviceLibrary::load(default_data_folder() / "devices");
  const DeviceProfile& pi = library.find("raspberry-pi-4");
  CHECK(compute_energy(pi, pi.processor(), 1s).value() == doctest::Approx(6.4 - 2.7));
  CHECK(compute_energy_provenance(pi, pi.processor()) == Provenance::published);
}

TEST_CASE("energy: Wi-Fi by airtime above listening, bytes do not matter") {
  const RadioProfile& wifi = radios().find("wifi");
  CHECK(radio_energy(wifi, 2.0, 0.0, Bytes(1e6), Bytes(1e6)).value() ==
        doctest::Approx(2 * (0.380 - 0.273) * 3.0));
  CHECK(radio_energy(wifi, 0.0, 1.0, Bytes(), Bytes()).value() ==
        doctest::Approx((0.313 - 0.273) * 3.0));
}

TEST_CASE("energy: LTE by bytes, a megabit up costs 80.2 mJ and down 14.5 mJ") {
  const RadioProfile& lte = radios().find("lte");
  CHECK(radio_energy(lte, 0, 0, Bytes(125000), Bytes()).value() == doctest::Approx(0.0802075));
  CHECK(radio_energy(lte, 9, 9, Bytes(), Bytes(125000)).value() == doctest::Approx(0.014549));
}

TEST_CASE("energy: bad input") {
  CHECK_THROWS_WITH_AS(static_cast<void>(radios().find("wifl")), doctest::Contains("wifi"),
                       ConfigError);
  CHECK_THROWS_AS(radio_energy(radios().find("wifi"), -1, 0, Bytes(), Bytes()), InternalError);
}
