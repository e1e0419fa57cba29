#include "models/zoo/zoo.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

std::vector<ZooEntry> all_entries() {
  std::vector<ZooEntry> all;
  for (auto* family : {&image_entries, &detection_entries, &sequence_entries, &small_entries})
    for (ZooEntry& entry : family()) all.push_back(std::move(entry));
  std::sort(all.begin(), all.end(), [](const ZooEntry& a, const ZooEntry& b) { return a.name < b.name; });
  return all;
}

[[noreturn]] void refuse(std::string_view name, const std::string& why) {
  throw ConfigError("network '" + std::string(name) + "': " + why);
}

double number_of(std::string_view name, std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value) || value <= 0)
    refuse(name, "'" + std::string(text) + "' is not a positive number");
  return value;
}

void set_scale(ZooScale& scale, const ZooEntry& entry, std::string_view name, std::string_view setting) {
  if (entry.scales.empty()) refuse(name, "'" + entry.name + "' takes no scale");
  const std::size_t equals = setting.find('=');
  const std::string key(setting.substr(0, equals));
  if (equals == std::string_view::npos || std::find(entry.scales.begin(), entry.scales.end(), key) == entry.scales.end())
    refuse(name, unknown_name_message("scale", key, entry.scales) + ", as in " + entry.name + ":KEY=NUMBER");
  const double value = number_of(name, setting.substr(equals + 1));
  if (key == "width") scale.width = value;
  if (key == "depth") scale.depth = value;
  if (key == "resolution") scale.resolution = static_cast<int>(value);
}

ZooScale scale_of(const ZooEntry& entry, std::string_view name) {
  ZooScale scale;
  std::string_view rest = name.substr(entry.name.size());
  while (!rest.empty()) {
    const std::size_t next = std::min(rest.find(',', 1), rest.size());
    set_scale(scale, entry, name, rest.substr(1, next - 1));
    rest.remove_prefix(next);
  }
  return scale;
}

}  // namespace

const std::vector<ZooEntry>& zoo_entries() {
  static const std::vector<ZooEntry> entries = all_entries();
  return entries;
}

const ZooEntry* zoo_entry(std::string_view name) {
  const std::string_view plain_name = name.substr(0, name.find(':'));
  for (const ZooEntry& entry : zoo_entries()) {
    if (entry.name == plain_name) return &entry;
  }
  return nullptr;
}

Graph zoo(std::string_view name) {
  const ZooEntry* entry = zoo_entry(name);
  if (entry != nullptr) return entry->build(scale_of(*entry, name)).renamed(std::string(name));
  std::vector<std::string> known;
  for (const ZooEntry& one : zoo_entries()) known.push_back(one.name);
  throw ConfigError(unknown_name_message("network", name.substr(0, name.find(':')), known));
}

}  // namespace lastmile::models
