#include "scenarios/host/commands/show_device.hpp"

#include <cstdio>

#include "models/data_file.hpp"
#include "models/device.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using models::Origin;

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string percent(double share) { return number(100 * share) + " %"; }

std::string of(const Origin& origin) {
  return "(" + std::string(models::to_string(origin.provenance)) + ": " + origin.source + ")";
}

void line(const std::string& name, const std::string& value) {
  std::printf("    %-11s %s\n", name.c_str(), value.c_str());
}

void show_whole(const models::DeviceProfile& device) {
  const std::string flash =
      device.flash ? ", flash " + number(device.flash->value() / 1e6) + " MB" : "";
  std::printf("%s: %s\n\n  device, class %s\n", device.name.c_str(), device.description.c_str(),
              device.kind.c_str());
  line("memory", number(device.memory.value() / 1e6) + " MB" + flash + " " + of(device.memory_origin));
  line("idle", number(device.idle.value()) + " W " + of(device.idle_origin));
  for (const models::PowerState& state : device.states) {
    line(state.name, number(state.power.value()) + " W " + of(state.origin));
  }
  for (const models::Cluster& one : device.clusters) {
    line("cores", one.name + ": " + std::to_string(one.cores) + " x " + one.core + " at " +
                      number(one.clock.value() / 1e9) + " GHz " + of(one.origin));
  }
}

std::string words_of(const models::OperatingPoint& point) {
  std::string words = point.name;
  if (point.clock) words += ", " + number(point.clock->value() / 1e6) + " MHz";
  if (point.volts) words += ", " + number(*point.volts) + " V";
  if (point.load) words += ", " + number(point.load->value()) + " W";
  if (point.speed) words += ", speed " + number(*point.speed);
  return words + " " + of(point.origin);
}

std::string runs_on(const models::Processor& one) {
  std::string words = std::string(to_string(one.kind)) + ", " + one.precision;
  if (one.threads > 0) words += ", threads " + std::to_string(one.threads);
  for (const std::string& cluster : one.clusters) words += " " + cluster;
  return words;
}

void show_energy(const models::Processor& one) {
  if (!one.energy) return;
  line("energy", number(one.energy->busy.value()) + " W, " +
                     number(one.energy->joules_per_mac * 1e12) + " pJ a MAC, " +
                     number(one.energy->joules_per_byte * 1e12) + " pJ a byte, " +
                     number(one.energy->joules_per_layer * 1e6) + " uJ a layer, error held out " +
                     percent(one.energy->held_out_mape) + " " + of(one.energy->origin));
}

void show_algorithms(const models::Processor& one) {
  if (!one.algorithms) return;
  line("algorithms", std::to_string(one.algorithms->n) + " networks, error held out " +
                         percent(one.algorithms->held_out_mape) + " " + of(one.algorithms->origin));
}

void show_processor(const models::Processor& one) {
  const models::Residual& error = one.residual;
  std::printf("\n  processor %s: %s\n", one.name.c_str(), runs_on(one).c_str());
  line("peak", number(one.peak.flops.value() / 1e9) + " GFLOP/s, " +
                   number(one.peak.bandwidth.value() / 1e9) + " GB/s " + of(one.peak.origin));
  line("load", number(one.load.value()) + " W " + of(one.load_origin));
  show_energy(one);
  for (const models::OperatingPoint& point : one.points) line("point", words_of(point));
  line("fit", one.coefficients.framework + ", " + one.coefficients.date + ", " +
                  std::to_string(error.n) + " measurements, error in sample " +
                  percent(error.in_sample_mape) + ", held out " + percent(error.held_out_mape) +
                  ", noise " + percent(error.noise_relative) + " " + of(one.coefficients.origin));
  show_algorithms(one);
}

}  // namespace

int show_device(const std::string& name) {
  const auto library = models::DeviceLibrary::load_default();
  const models::DeviceProfile& device = library.find(name);
  show_whole(device);
  for (const models::Processor& one : device.processors) show_processor(one);
  return kDone;
}

}  // namespace lastmile::scenarios
