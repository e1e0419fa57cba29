// Reads a device file, strictly: see data_file.hpp.
#include <algorithm>
#include <cmath>
#include <utility>

#include "models/data_file.hpp"
#include "models/device.hpp"
#include "models/kernel_cost/kernel_predictor.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

Peak read_peak(const DataTable& table) {
  table.allow({"flops", "bytes_per_second", "bytes_per_element"});
  return {FlopRate(table.positive("flops")), ByteRate(table.positive("bytes_per_second")),
          table.positive("bytes_per_element"), table.origin()};
}

Coefficients read_coefficients(const DataTable& table) {
  std::vector<std::string> allowed = {"seconds_per_activation", "seconds_per_layer", "framework",
                                      "date", "at_lower_bound"};
  Coefficients read;
  for (std::size_t i = 0; i < mac_classes; ++i) {
    allowed.push_back("seconds_per_mac_" + std::string(to_string(static_cast<CostClass>(i))));
    read.seconds_per_mac.at(i) = table.positive(allowed.back());
  }
  table.allow(allowed);
  read.seconds_per_activation = table.number("seconds_per_activation");
  read.seconds_per_layer = table.number("seconds_per_layer");
  read.framework = table.text("framework");
  read.date = table.text("date");
  read.origin = table.origin();
  return read;
}

Residual read_residual(const DataTable& table) {
  table.allow({"n", "in_sample_mape", "held_out_mape", "held_out_rmspe", "held_out_bias",
               "held_out_within_10_percent", "noise_relative"});
  Residual read;
  read.n = static_cast<int>(table.positive("n"));
  read.in_sample_mape = table.number("in_sample_mape");
  read.held_out_mape = table.number("held_out_mape");
  read.held_out_rmspe = table.number("held_out_rmspe");
  read.held_out_bias = table.signed_number("held_out_bias");
  read.held_out_within_10_percent = table.number("held_out_within_10_percent");
  read.noise_relative = table.number("noise_relative");
  read.origin = table.origin();
  return read;
}

ProcessorKind processor_kind(const std::string& name) {
  if (name == "cpu") return ProcessorKind::cpu;
  if (name == "gpu") return ProcessorKind::gpu;
  if (name == "npu") return ProcessorKind::npu;
  throw ConfigError(unknown_name_message("kind of processor", name, {"cpu", "gpu", "npu"}));
}

void read_identity(const DataTable& table, Processor& read) {
  table.allow({"name", "kind", "threads", "precision", "peak", "power", "batch", "coefficients",
               "residual", "clusters", "point", "energy", "kernels", "table", "sharing",
               "algorithms"});
  read.name = table.text("name");
  read.kind = processor_kind(table.text("kind"));
  read.threads = static_cast<int>(table.number("threads"));
  read.precision = table.text("precision");
  if (table.has("clusters")) read.clusters = table.texts("clusters");
}

OperatingPoint read_point(const DataTable& table) {
  table.allow({"name", "clock_hertz", "volts", "load_watts", "speed"});
  OperatingPoint read;
  read.name = table.text("name");
  if (table.has("clock_hertz")) read.clock = Hertz(table.positive("clock_hertz"));
  if (table.has("volts")) read.volts = table.positive("volts");
  if (table.has("load_watts")) read.load = Watts(table.positive("load_watts"));
  if (table.has("speed")) read.speed = table.positive("speed");
  read.origin = table.origin();
  return read;
}

EnergyRates read_energy(const DataTable& table) {
  table.allow(
      {"busy_watts", "joules_per_mac", "joules_per_byte", "joules_per_layer", "held_out_mape"});
  return {Watts(table.positive("busy_watts")), table.number("joules_per_mac"),
          table.number("joules_per_byte"),     table.number("joules_per_layer"),
          table.number("held_out_mape"),       table.origin()};
}

AlgorithmCosts read_algorithms(const DataTable& table) {
  std::vector<std::string> allowed = {"n", "held_out_mape", "held_out_rmspe"};
  AlgorithmCosts read;
  for (std::size_t i = 0; i < work_columns; ++i) {
    allowed.push_back("seconds_" + std::string(to_string(static_cast<WorkColumn>(i))));
    read.seconds.at(i) = table.positive(allowed.back());
  }
  table.allow(allowed);
  read.n = static_cast<int>(table.positive("n"));
  read.held_out_mape = table.number("held_out_mape");
  read.held_out_rmspe = table.number("held_out_rmspe");
  read.origin = table.origin();
  return read;
}

// The kernel file lies beside the device file; both say for which architecture it was measured.
std::shared_ptr<const KernelPredictor> read_kernels(const DataTable& table,
                                                    const std::filesystem::path& folder) {
  table.allow({"file", "architecture"});
  const std::filesystem::path file = folder / table.text("file");
  KernelPredictor read = read_predictor(file);
  const std::string architecture = table.text("architecture");
  if (read.architecture != architecture) {
    throw ConfigError(file.string() + ": measured on '" + read.architecture +
                      "', but the device is '" + architecture + "'");
  }
  return std::make_shared<const KernelPredictor>(std::move(read));
}

std::vector<TimeTable> read_time_tables(const DataTable& processor) {
  std::vector<TimeTable> read;
  for (const DataTable& table : processor.tables_if_any("table")) read.push_back(read_time_table(table));
  return read;
}

Sharing read_sharing(const DataTable& table) {
  table.allow({"jobs", "interference"});
  const double jobs = table.positive("jobs");
  if (jobs != std::floor(jobs)) table.refuse("jobs", "must be a whole number");
  const std::string file = table.text("interference") + ".toml";
  return {static_cast<int>(jobs), read_interference(default_data_folder() / "interference" / file)};
}

void read_batch(const DataTable& table, Processor& read) {
  std::vector<std::string> allowed = {"ceiling"};
  for (std::size_t i = 0; i < mac_classes; ++i) {
    const std::string key = "shared_" + std::string(to_string(static_cast<CostClass>(i)));
    allowed.push_back(key);
    if (!table.has(key)) continue;
    read.batch_shared.at(i) = table.number(key);
    if (read.batch_shared.at(i) >= 1) table.refuse(key, "must be below 1");
  }
  table.allow(allowed);
  read.batch_ceiling = table.positive("ceiling");
  read.batch_origin = table.origin();
}

Processor read_processor(const DataTable& table, const std::filesystem::path& folder) {
  Processor read;
  read_identity(table, read);
  read.peak = read_peak(table.table("peak"));
  const DataTable power = table.table("power");
  power.allow({"load_watts"});
  read.load = Watts(power.positive("load_watts"));
  read.load_origin = power.origin();
  read_batch(table.table("batch"), read);
  read.coefficients = read_coefficients(table.table("coefficients"));
  read.residual = read_residual(table.table("residual"));
  for (const DataTable& point : table.tables_if_any("point"))
    read.points.push_back(read_point(point));
  if (table.has("energy")) read.energy = read_energy(table.table("energy"));
  read.tables = read_time_tables(table);
  if (table.has("sharing")) read.sharing = read_sharing(table.table("sharing"));
  if (table.has("algorithms")) read.algorithms = read_algorithms(table.table("algorithms"));
  if (table.has("kernels")) read.kernels = read_kernels(table.table("kernels"), folder);
  return read;
}

std::vector<Cluster> read_clusters(const DataTable& file) {
  std::vector<Cluster> read;
  for (const DataTable& table : file.tables_if_any("cluster")) {
    table.allow({"name", "core", "cores", "clock_hertz"});
    read.push_back({table.text("name"), table.text("core"),
                    static_cast<int>(table.positive("cores")), Hertz(table.positive("clock_hertz")),
                    table.origin()});
  }
  return read;
}

std::vector<PowerState> read_states(const DataTable& file) {
  std::vector<PowerState> read;
  for (const DataTable& table : file.tables_if_any("state")) {
    table.allow({"name", "watts"});
    read.push_back({table.text("name"), Watts(table.number("watts")), table.origin()});
  }
  return read;
}

void check_clusters(const DeviceProfile& profile, const Processor& processor) {
  std::vector<std::string> known;
  for (const Cluster& one : profile.clusters) known.push_back(one.name);
  for (const std::string& name : processor.clusters) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw ConfigError(profile.name + ", " + processor.name + ": " +
                      unknown_name_message("cluster", name, known));
  }
}

void read_processors(const DataTable& file, const std::filesystem::path& folder,
                     DeviceProfile& profile) {
  const DataTable training = file.table("training");
  training.allow({"backward_over_forward"});
  for (const DataTable& table : file.tables("processor")) {
    Processor one = read_processor(table, folder);
    one.device = profile.name;
    one.backward_over_forward = training.positive("backward_over_forward");
    one.training_origin = training.origin();
    if (one.load < profile.idle) {
      throw ConfigError(profile.name + ", " + one.name + ": load power is below idle power");
    }
    if (one.energy && one.energy->busy < profile.idle) {
      throw ConfigError(profile.name + ", " + one.name + ": busy_watts is below idle power");
    }
    check_clusters(profile, one);
    profile.processors.push_back(std::move(one));
  }
}

}  // namespace

DeviceProfile read_device(const DataTable& table, const std::filesystem::path& folder) {
  table.allow({"name", "class", "description", "memory", "power", "training", "processor",
               "cluster", "state", "thermal"});
  DeviceProfile profile;
  profile.name = table.text("name");
  profile.kind = table.text("class");
  profile.description = table.text("description");
  const DataTable memory = table.table("memory");
  memory.allow({"bytes", "flash_bytes"});
  profile.memory = Bytes(memory.positive("bytes"));
  if (memory.has("flash_bytes")) profile.flash = Bytes(memory.positive("flash_bytes"));
  profile.memory_origin = memory.origin();
  const DataTable power = table.table("power");
  power.allow({"idle_watts"});
  profile.idle = Watts(power.number("idle_watts"));
  profile.idle_origin = power.origin();
  profile.states = read_states(table);
  if (table.has("thermal")) profile.thermal = read_thermal(table.table("thermal"), profile.idle);
  profile.clusters = read_clusters(table);
  read_processors(table, folder, profile);
  return profile;
}

DeviceProfile derive_device(const DataTable& file, const DeviceProfile& base) {
  file.allow({"name", "description", "base", "processor"});
  DeviceProfile derived = base;
  derived.name = file.text("name");
  derived.description = file.text("description");
  for (Processor& one : derived.processors) one.device = derived.name;
  for (const DataTable& table : file.tables("processor")) {
    table.allow({"name", "table"});
    static_cast<void>(base.processor(table.text("name")));
    const auto same = [&](const Processor& one) { return one.name == table.text("name"); };
    const auto found = std::find_if(derived.processors.begin(), derived.processors.end(), same);
    found->tables = read_time_tables(table);
    std::rotate(derived.processors.begin(), found, found + 1);
  }
  return derived;
}

}  // namespace lastmile::models
