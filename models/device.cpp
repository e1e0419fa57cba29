#include "models/device.hpp"

#include <utility>

#include "models/data_file.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::models {
namespace {

constexpr std::array<std::string_view, cost_classes> class_names = {
    "conv3x3s1", "conv1x1", "conv_other", "depthwise", "dense", "memory", "fused"};

}  // namespace

std::string_view to_string(CostClass type) {
  return class_names.at(static_cast<std::size_t>(type));
}

std::string_view to_string(ProcessorKind kind) {
  constexpr std::array<std::string_view, 3> names = {"cpu", "gpu", "npu"};
  return names.at(static_cast<std::size_t>(kind));
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

DeviceLibrary DeviceLibrary::load(const std::filesystem::path& folder) {
  DeviceLibrary library;
  library.add(folder);
  return library;
}

DeviceLibrary DeviceLibrary::load_default() {
  DeviceLibrary library = load(default_data_folder() / "devices");
  const std::string more = environment_text("LASTMILE_DEVICES");
  if (!more.empty()) library.add(more);
  return library;
}

void DeviceLibrary::add(const std::filesystem::path& folder) {
  for (const std::filesystem::path& file : data_files(folder)) {
    if (file.stem().extension() == ".kernels") continue;  // belongs to the device beside it
    const std::string name = file.stem().string();
    if (!entries_.emplace(name, Entry{file, {}, false}).second)
      throw ConfigError(file.string() + ": a device named '" + name + "' exists already");
  }
}

DeviceProfile DeviceLibrary::read(const std::string& name, const std::filesystem::path& file) const {
  const DataTable table = DataTable::read(file);
  if (table.text("name") != name)
    throw ConfigError(file.string() + ": name = '" + table.text("name") + "': must be '" + name +
                      "', as the file is called");
  if (!table.has("base")) return read_device(table, file.parent_path());
  return derive_device(table, find(table.text("base")));
}

const DeviceProfile& DeviceLibrary::find(std::string_view name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) throw ConfigError(unknown_name_message("device", name, names()));
  Entry& entry = found->second;
  if (entry.profile) return *entry.profile;
  if (entry.being_read)
    throw ConfigError(entry.file.string() + ": base: the device is its own base");
  entry.being_read = true;
  try {
    entry.profile = read(found->first, entry.file);
  } catch (...) {
    entry.being_read = false;
    throw;
  }
  entry.being_read = false;
  return *entry.profile;
}

std::vector<std::string> DeviceLibrary::names() const {
  std::vector<std::string> known;
  for (const auto& [name, entry] : entries_) known.push_back(name);
  return known;
}

}  // namespace lastmile::models
