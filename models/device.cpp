#include "models/device.hpp"

#include <utility>

#include "models/data_file.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::array<std::string_view, 7> class_names = {
    "conv3x3s1", "conv1x1", "conv_other", "depthwise", "dense", "memory", "fused"};

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
    allowed.push_back("seconds_per_mac_" + std::string(class_names.at(i)));
    read.seconds_per_mac.at(i) = table.positive(allowed.back());
  }
  table.allow(allowed);
  read.seconds_per_activation = table.number("seconds_per_activation");
  read.seconds_per_layer = table.positive("seconds_per_layer");
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
  throw ConfigError(unknown_name_message("kind of processor", name, {"cpu", "gpu"}));
}

void read_identity(const DataTable& table, Processor& read) {
  table.allow({"name", "kind", "threads", "precision", "peak", "power", "batch", "coefficients",
               "residual"});
  read.name = table.text("name");
  read.kind = processor_kind(table.text("kind"));
  read.threads = static_cast<int>(table.number("threads"));
  read.precision = table.text("precision");
}

Processor read_processor(const DataTable& table) {
  Processor read;
  read_identity(table, read);
  read.peak = read_peak(table.table("peak"));
  const DataTable power = table.table("power");
  power.allow({"load_watts"});
  read.load = Watts(power.positive("load_watts"));
  read.load_origin = power.origin();
  const DataTable batch = table.table("batch");
  batch.allow({"ceiling"});
  read.batch_ceiling = batch.positive("ceiling");
  read.batch_origin = batch.origin();
  read.coefficients = read_coefficients(table.table("coefficients"));
  read.residual = read_residual(table.table("residual"));
  return read;
}

void read_processors(const DataTable& file, DeviceProfile& profile) {
  const DataTable training = file.table("training");
  training.allow({"backward_over_forward"});
  for (const DataTable& table : file.tables("processor")) {
    Processor one = read_processor(table);
    one.device = profile.name;
    one.backward_over_forward = training.positive("backward_over_forward");
    one.training_origin = training.origin();
    if (one.load < profile.idle) {
      throw ConfigError(profile.name + ", " + one.name + ": load power is below idle power");
    }
    profile.processors.push_back(std::move(one));
  }
}

}  // namespace

std::string_view to_string(CostClass type) {
  return class_names.at(static_cast<std::size_t>(type));
}

const Processor& DeviceProfile::processor(std::string_view processor_name) const {
  if (processor_name.empty()) return processors.front();
  std::vector<std::string> known;
  for (const Processor& one : processors) {
    if (one.name == processor_name) return one;
    known.push_back(one.name);
  }
  throw ConfigError(unknown_name_message("processor of " + name, processor_name, known));
}

DeviceProfile read_device(const std::filesystem::path& file) {
  const DataTable table = DataTable::read(file);
  table.allow({"name", "class", "description", "memory", "power", "training", "processor"});
  DeviceProfile profile;
  profile.name = table.text("name");
  profile.kind = table.text("class");
  profile.description = table.text("description");
  const DataTable memory = table.table("memory");
  memory.allow({"bytes"});
  profile.memory = Bytes(memory.positive("bytes"));
  profile.memory_origin = memory.origin();
  const DataTable power = table.table("power");
  power.allow({"idle_watts"});
  profile.idle = Watts(power.number("idle_watts"));
  profile.idle_origin = power.origin();
  read_processors(table, profile);
  return profile;
}

DeviceLibrary DeviceLibrary::load(const std::filesystem::path& folder) {
  DeviceLibrary library;
  for (const std::filesystem::path& file : data_files(folder)) {
    DeviceProfile profile = read_device(file);
    const std::string name = profile.name;
    if (library.profiles_.emplace(name, std::move(profile)).second) continue;
    throw ConfigError(file.string() + ": a device named '" + name + "' exists already");
  }
  return library;
}

const DeviceProfile& DeviceLibrary::find(std::string_view name) const {
  const auto found = profiles_.find(name);
  if (found == profiles_.end()) throw ConfigError(unknown_name_message("device", name, names()));
  return found->second;
}

std::vector<std::string> DeviceLibrary::names() const {
  std::vector<std::string> known;
  for (const auto& [name, profile] : profiles_) known.push_back(name);
  return known;
}

}  // namespace lastmile::models
