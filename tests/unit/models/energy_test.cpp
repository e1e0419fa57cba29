#include "models/energy.hpp"

#include <doctest/doctest.h>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"
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

TEST_CASE("energy: with energy rates it depends on what was done, without it does not") {
  DeviceProfile device;
  device.idle = Watts(2);
  Processor cpu;
  cpu.load = Watts(9);
  const Work work{1e9, 1e8, 50};
  CHECK(compute_energy(device, cpu, 1s, work).value() == doctest::Approx(7));
  cpu.energy = EnergyRates{Watts(3), 1e-10, 5e-10, 1e-4, 0.05, {Provenance::calibrated, "test"}};
  CHECK(compute_energy(device, cpu, 1s, work).value() == doctest::Approx(1 + 0.1 + 0.05 + 0.005));
  CHECK(compute_energy(device, cpu, 1s).value() == doctest::Approx(1));
  cpu.load_origin.provenance = Provenance::assumed;
  device.idle_origin.provenance = Provenance::measured;
  CHECK(compute_energy_provenance(device, cpu) == Provenance::calibrated);
}

TEST_CASE("energy: the work of layers counts what is not fused, weights once a batch") {
  const Graph net = zoo("resnet18");
  Processor cpu;
  cpu.peak.bytes_per_element = 4;
  const Work one = work_of(net, all_layers(net), cpu, 1);
  const Work four = work_of(net, all_layers(net), cpu, 4);
  CHECK(one.macs == doctest::Approx(static_cast<double>(net.totals().macs)));
  CHECK(four.macs == doctest::Approx(4 * one.macs));
  CHECK(four.layers == one.layers);
  CHECK(one.layers < static_cast<double>(net.size()));
  const double weights = 4.0 * static_cast<double>(net.totals().parameters());
  CHECK(four.moved_bytes < 4 * one.moved_bytes);
  CHECK(four.moved_bytes == doctest::Approx(4 * one.moved_bytes - 3 * weights).epsilon(0.01));
}

TEST_CASE("energy: MobileNet on the measured board comes to what MLPerf metered") {
  // Firefly RK3588S, TFLite fp32: 24.87 ms and 226 mJ of wall energy, idle included.
  const auto library = DeviceLibrary::load(default_data_folder() / "devices");
  const DeviceProfile& board = library.find("firefly-rk3588s");
  const Processor& cpu = board.processor("tflite");
  const Graph net = zoo("mobilenet_v1");
  const Joules above = compute_energy(board, cpu, seconds(24.87e-3), work_of(net, all_layers(net), cpu, 1));
  CHECK(above.value() + idle_energy(board, seconds(24.87e-3)).value() == doctest::Approx(0.226).epsilon(0.15));
}

TEST_CASE("energy: a sampler counts the work where the energy depends on it, passes of training too") {
  const auto library = DeviceLibrary::load(default_data_folder() / "devices");
  const Processor& rated = library.find("firefly-rk3588s").processor("tflite");
  const Processor& plain = library.find("raspberry-pi-4").processor();
  const Graph net = zoo("mobilenet_v1");
  CostSampler sampler(cost_model("regression"), RandomStream(1, "t"));
  CHECK(sampler.forward(net, all_layers(net), plain, 2).work.macs == 0);
  const Work once = sampler.forward(net, all_layers(net), rated, 2).work;
  CHECK(once.macs == doctest::Approx(2.0 * static_cast<double>(net.totals().macs)));
  CHECK(sampler.training(net, rated, 2).work.layers ==
        doctest::Approx(once.layers * (1 + rated.backward_over_forward)));
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

TEST_CASE("energy: a radio with RRC states is the sum over them, DRX by its on-duration") {
  RadioProfile phone;
  phone.joules_per_byte_up = 1e-6;
  phone.rrc.emplace();
  RrcProfile& rrc = *phone.rrc;
  rrc.on_duration = 2ms, rrc.short_cycle = 20ms, rrc.long_cycle = 40ms;
  rrc.promotion_power = Watts(1.2), rrc.active = Watts(1.3), rrc.continuous_power = Watts(1.1);
  rrc.drx_on = Watts(2), rrc.drx_sleep = Watts(1), rrc.idle = Watts(0.02);
  CHECK(rrc.drx(rrc.short_cycle).value() == doctest::Approx(1.1));
  CHECK(rrc.drx(rrc.long_cycle).value() == doctest::Approx(1.05));
  CHECK(rrc.drx(Duration(0)).value() == 1);
  RadioUse use;
  use.up = Bytes(1e6);
  use.promotion = 1s, use.active = 2s, use.continuous = 3s, use.short_drx = 4s, use.long_drx = 5s;
  use.idle = 100s;
  CHECK(radio_energy(phone, use).value() ==
        doctest::Approx(1 + 1.2 + 2.6 + 3.3 + 4.4 + 5.25 + 2).epsilon(1e-12));
}

TEST_CASE("energy: Wi-Fi with power save pays for all of it, never for listening less than nothing") {
  const RadioProfile& phone = radios().find("wifi-phone-2012");
  RadioUse use;
  use.transmit = 1s, use.awake = 3s, use.doze = 10s;
  CHECK(radio_energy(phone, use).value() == doctest::Approx(3 * 0.403 + 10 * 0.02));
  use.awake = 500ms;
  CHECK(radio_energy(phone, use).value() == doctest::Approx(0.403 + 0.2));
}

TEST_CASE("energy: profiles without states are priced as ever") {
  RadioUse use;
  use.up = Bytes(125000);
  use.active = 10s, use.long_drx = 10s;
  CHECK(radio_energy(radios().find("lte"), use).value() == doctest::Approx(0.0802075));
  RadioUse air;
  air.transmit = 2s, air.awake = 10s;
  CHECK(radio_energy(radios().find("wifi"), air).value() == doctest::Approx(2 * (0.380 - 0.273) * 3.0));
}

TEST_CASE("energy: the phones of 2012 and 2020 have long tails; the older one's costs six times as much") {
  const auto tail = [](const char* name) {
    const RrcProfile& rrc = *radios().find(name).rrc;
    const Duration length = rrc.continuous + rrc.short_drx + rrc.long_drx;
    const Joules energy = rrc.continuous_power * rrc.continuous +
                          rrc.drx(rrc.short_cycle) * rrc.short_drx + rrc.drx(rrc.long_cycle) * rrc.long_drx;
    return std::make_pair(to_seconds(length), energy.value());
  };
  CHECK(tail("lte-phone-2012").first == doctest::Approx(10.12));
  CHECK(tail("lte-phone-2020").first == doctest::Approx(9.85));
  CHECK(tail("lte-phone-2012").second / tail("lte-phone-2020").second == doctest::Approx(6.3).epsilon(0.02));
  for (const char* name : {"nr-phone-2020", "nr-phone-2020-mmwave", "nr-phone-2020-sa"}) {
    CHECK(tail(name).first > 10);
    CHECK(tail(name).first < 11);
  }
  CHECK(radio_energy_provenance(radios().find("lte-phone-2012")) == Provenance::published);
  CHECK(radio_energy_provenance(radios().find("lte-phone-2020")) == Provenance::assumed);
}
