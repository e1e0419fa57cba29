#include "models/energy.hpp"

#include <utility>

#include "models/data_file.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

// 1 mW per Mbit/s is 1 mJ per Mbit; a byte is 8e-6 Mbit.
double joules_per_byte(double millijoules_per_megabit) { return millijoules_per_megabit * 8e-9; }

RadioProfile read_radio(const std::filesystem::path& file) {
  const DataTable table = DataTable::read(file);
  table.allow({"name", "description", "airtime", "bytes"});
  RadioProfile radio;
  radio.name = table.text("name");
  radio.description = table.text("description");
  const bool by_airtime = table.has("airtime");
  const DataTable group = table.table(by_airtime ? "airtime" : "bytes");
  radio.origin = group.origin();
  if (by_airtime) {
    group.allow({"transmit_watts", "receive_watts", "listen_watts"});
    radio.transmit = Watts(group.number("transmit_watts"));
    radio.receive = Watts(group.number("receive_watts"));
    radio.listen = Watts(group.number("listen_watts"));
  } else {
    group.allow({"up_millijoules_per_megabit", "down_millijoules_per_megabit"});
    radio.joules_per_byte_up = joules_per_byte(group.number("up_millijoules_per_megabit"));
    radio.joules_per_byte_down = joules_per_byte(group.number("down_millijoules_per_megabit"));
  }
  return radio;
}

}  // namespace

RadioLibrary RadioLibrary::load(const std::filesystem::path& folder) {
  RadioLibrary library;
  for (const std::filesystem::path& file : data_files(folder)) {
    RadioProfile radio = read_radio(file);
    const std::string name = radio.name;
    if (library.profiles_.emplace(name, std::move(radio)).second) continue;
    throw ConfigError(file.string() + ": a radio named '" + name + "' exists already");
  }
  return library;
}

const RadioProfile& RadioLibrary::find(std::string_view name) const {
  const auto found = profiles_.find(name);
  if (found == profiles_.end()) throw ConfigError(unknown_name_message("radio", name, names()));
  return found->second;
}

std::vector<std::string> RadioLibrary::names() const {
  std::vector<std::string> known;
  for (const auto& [name, radio] : profiles_) known.push_back(name);
  return known;
}

Joules compute_energy(const DeviceProfile& device, const Processor& processor, Duration busy) {
  return (processor.load - device.idle) * busy;
}

Joules idle_energy(const DeviceProfile& device, Duration time) { return device.idle * time; }

Provenance compute_energy_provenance(const DeviceProfile& device, const Processor& processor) {
  return weaker(device.idle_origin.provenance, processor.load_origin.provenance);
}

Joules radio_energy(const RadioProfile& radio, double transmit_s, double receive_s, Bytes up,
                    Bytes down) {
  SIM_CHECK(transmit_s >= 0 && receive_s >= 0, "negative airtime");
  return Joules((radio.transmit - radio.listen).value() * transmit_s +
                (radio.receive - radio.listen).value() * receive_s +
                radio.joules_per_byte_up * up.value() + radio.joules_per_byte_down * down.value());
}

}  // namespace lastmile::models
