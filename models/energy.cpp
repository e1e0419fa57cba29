#include "models/energy.hpp"

#include <algorithm>
#include <utility>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

// 1 mW per Mbit/s is 1 mJ per Mbit; a byte is 8e-6 Mbit.
double joules_per_byte(double millijoules_per_megabit) { return millijoules_per_megabit * 8e-9; }

void read_rrc_times(const DataTable& table, RrcProfile& rrc) {
  table.allow({"promotion_s", "paging_cycle_s", "continuous_s", "short_drx_s", "short_cycle_s",
               "long_drx_s", "long_cycle_s", "on_duration_s"});
  rrc.times_origin = table.origin();
  rrc.promotion = seconds(table.number("promotion_s"));
  rrc.paging_cycle = seconds(table.number("paging_cycle_s"));
  rrc.continuous = seconds(table.number("continuous_s"));
  rrc.short_drx = seconds(table.number("short_drx_s"));
  rrc.short_cycle = seconds(table.number("short_cycle_s"));
  rrc.long_drx = seconds(table.number("long_drx_s"));
  rrc.long_cycle = seconds(table.number("long_cycle_s"));
  rrc.on_duration = seconds(table.number("on_duration_s"));
}

void read_rrc_watts(const DataTable& table, RrcProfile& rrc) {
  table.allow({"promotion", "active", "continuous", "drx_on", "drx_sleep", "idle"});
  rrc.powers_origin = table.origin();
  rrc.promotion_power = Watts(table.number("promotion"));
  rrc.active = Watts(table.number("active"));
  rrc.continuous_power = Watts(table.number("continuous"));
  rrc.drx_on = Watts(table.number("drx_on"));
  rrc.drx_sleep = Watts(table.number("drx_sleep"));
  rrc.idle = Watts(table.number("idle"));
}

void read_states(const DataTable& table, RadioProfile& radio) {
  if (table.has("rrc_times") || table.has("rrc_watts")) {
    radio.rrc.emplace();
    read_rrc_times(table.table("rrc_times"), *radio.rrc);
    read_rrc_watts(table.table("rrc_watts"), *radio.rrc);
  }
  if (!table.has("power_save")) return;
  const DataTable save = table.table("power_save");
  save.allow({"awake_s", "doze_watts"});
  radio.power_save = {seconds(save.number("awake_s")), Watts(save.number("doze_watts")), save.origin()};
}

RadioProfile read_radio(const std::filesystem::path& file) {
  const DataTable table = DataTable::read(file);
  table.allow({"name", "description", "airtime", "bytes", "rrc_times", "rrc_watts", "power_save"});
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
  read_states(table, radio);
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

Work work_of(const Graph& graph, const std::vector<LayerId>& layers, const Processor& processor,
             int batch) {
  Work work;
  for (const LayerId id : layers) {
    const Layer& layer = graph.layer(id);
    if (cost_class(layer) == CostClass::fused) continue;
    work.macs += batch * static_cast<double>(layer.macs);
    work.moved_bytes += processor.peak.bytes_per_element *
                        (batch * static_cast<double>(layer.activations) +
                         static_cast<double>(layer.parameters()));
    work.layers += 1;
  }
  return work;
}

Joules compute_energy(const DeviceProfile& device, const Processor& processor, Duration busy,
                      const Work& work) {
  if (!processor.energy) return (processor.load - device.idle) * busy;
  const EnergyRates& rates = *processor.energy;
  return (rates.busy - device.idle) * busy +
         Joules(rates.joules_per_mac * work.macs + rates.joules_per_byte * work.moved_bytes +
                rates.joules_per_layer * work.layers);
}

Joules idle_energy(const DeviceProfile& device, Duration time) { return device.idle * time; }

Provenance compute_energy_provenance(const DeviceProfile& device, const Processor& processor) {
  const Origin& busy = processor.energy ? processor.energy->origin : processor.load_origin;
  return weaker(device.idle_origin.provenance, busy.provenance);
}

Joules radio_energy(const RadioProfile& radio, double transmit_s, double receive_s, Bytes up,
                    Bytes down) {
  SIM_CHECK(transmit_s >= 0 && receive_s >= 0, "negative airtime");
  return Joules((radio.transmit - radio.listen).value() * transmit_s +
                (radio.receive - radio.listen).value() * receive_s +
                radio.joules_per_byte_up * up.value() + radio.joules_per_byte_down * down.value());
}

Watts RrcProfile::drx(Duration cycle) const {
  if (cycle <= Duration(0)) return drx_sleep;
  const double share = to_seconds(std::min(on_duration, cycle)) / to_seconds(cycle);
  return drx_sleep + (drx_on - drx_sleep) * share;
}

Joules radio_energy(const RadioProfile& radio, const RadioUse& use) {
  Joules bytes(radio.joules_per_byte_up * use.up.value() + radio.joules_per_byte_down * use.down.value());
  if (radio.rrc) {
    const RrcProfile& rrc = *radio.rrc;
    return bytes + rrc.promotion_power * use.promotion + rrc.active * use.active +
           rrc.continuous_power * use.continuous + rrc.drx(rrc.short_cycle) * use.short_drx +
           rrc.drx(rrc.long_cycle) * use.long_drx + rrc.idle * use.idle;
  }
  if (radio.power_save) {
    const Duration listening = std::max(Duration(0), use.awake - use.transmit - use.receive);
    return bytes + radio.transmit * use.transmit + radio.receive * use.receive +
           radio.listen * listening + radio.power_save->doze * use.doze;
  }
  return radio_energy(radio, to_seconds(use.transmit), to_seconds(use.receive), use.up, use.down);
}

Provenance radio_energy_provenance(const RadioProfile& radio) {
  Provenance weakest = radio.origin.provenance;
  if (radio.rrc) {
    weakest = weaker(weakest, weaker(radio.rrc->times_origin.provenance, radio.rrc->powers_origin.provenance));
  }
  if (radio.power_save) weakest = weaker(weakest, radio.power_save->origin.provenance);
  return weakest;
}

}  // namespace lastmile::models
