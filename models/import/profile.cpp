#include "models/import/profile.hpp"

#include <charconv>
#include <cmath>
#include <sstream>

#include "models/import/formats.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::models {
namespace {

using Reader = ImportedProfile (*)(std::string_view, const std::string&, const ProfileOptions&);

struct Format {
  const char* name;
  Reader read;
};
constexpr Format formats[] = {{"benchncnn", &read_benchncnn},
                              {"mnn", &read_mnn},
                              {"tflite", &read_tflite},
                              {"trtexec", &read_trtexec},
                              {"tvm", &read_tvm}};

void sum_layers(TimeTable& table) {
  if (table.layers.empty()) return;
  double seconds = 0, variance = 0;
  for (const auto& [name, time] : table.layers) {
    seconds += time.seconds;
    variance += std::pow(time.seconds * time.noise_relative, 2);
  }
  table.layers.clear();
  table.run_with.clear();
  if (table.whole.seconds == 0 && seconds > 0) table.whole = {seconds, std::sqrt(variance) / seconds};
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result + "\"";
}

void write_list(std::ostream& out, const char* key, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  out << key << " = [\n";
  for (const std::string& line : lines) out << "  " << quoted(line) << ",\n";
  out << "]\n";
}

void write_table(std::ostream& out, const TimeTable& table, const std::string& source) {
  out << "\n[[processor.table]]\n";
  if (!table.network.empty()) out << "network = " << quoted(table.network) << "\n";
  out << "batch = " << table.batch << "\n";
  if (table.whole.seconds > 0) {
    out << "seconds = " << exact_number(table.whole.seconds) << "\n";
    out << "noise_relative = " << exact_number(table.whole.noise_relative) << "\n";
  }
  std::vector<std::string> layers, kernels;
  for (const auto& [name, time] : table.layers) {
    std::string names = name;
    for (const auto& [other, first] : table.run_with) names += first == name ? " + " + other : "";
    layers.push_back(time_text(time, names));
  }
  for (const auto& [call, time] : table.kernels) kernels.push_back(time_text(time, call));
  write_list(out, "layers", layers);
  write_list(out, "kernels", kernels);
  out << "provenance = \"measured\"\nsource = " << quoted(source) << "\n";
}

void check_processor(const ImportedProfile& profile, const Processor& processor) {
  const std::string whose = processor.device + ", " + processor.name;
  if (profile.kind && *profile.kind != processor.kind) {
    throw ConfigError("the profile is of a " + std::string(to_string(*profile.kind)) + ", but " + whose +
                      " is a " + std::string(to_string(processor.kind)) +
                      ": name another one with --processor");
  }
  if (profile.threads && processor.kind == ProcessorKind::cpu && *profile.threads != processor.threads) {
    throw ConfigError("the profile was made with " + std::to_string(*profile.threads) + " threads, but " +
                      whose + " has " + std::to_string(processor.threads) +
                      ": name another one with --processor");
  }
}

}  // namespace

std::vector<std::string> profile_formats() {
  std::vector<std::string> names;
  for (const Format& format : formats) names.emplace_back(format.name);
  return names;
}

ImportedProfile import_profile(std::string_view text, const std::string& file, const std::string& format,
                               const ProfileOptions& options) {
  for (const Format& one : formats) {
    if (format != one.name) continue;
    ImportedProfile profile = one.read(text, file, options);
    if (profile.tables.empty()) throw ConfigError(file + ": no times in it; is it a file of " + format + "?");
    for (TimeTable& table : profile.tables) {
      if (options.whole) sum_layers(table);
    }
    return profile;
  }
  throw ConfigError(unknown_name_message("format", format, profile_formats()));
}

std::string device_text(const ImportedProfile& profile, const DerivedDevice& device,
                        const Processor& processor) {
  check_processor(profile, processor);
  std::ostringstream out;
  out << "# Written by lastmile import profile.\n\n";
  out << "name = " << quoted(device.name) << "\nbase = " << quoted(device.base) << "\n";
  out << "description = " << quoted(device.base + " with times measured by " + profile.framework) << "\n";
  out << "\n[[processor]]\nname = " << quoted(device.processor) << "\n";
  for (const TimeTable& table : profile.tables) write_table(out, table, device.source);
  return out.str();
}

void refuse_line(const std::string& file, std::size_t line, const std::string& why) {
  throw ConfigError(file + ":" + std::to_string(line) + ": " + why);
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

double time_number(const std::string& word, const std::string& file, std::size_t line) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  const bool good = error == std::errc() && end == word.data() + word.size() && std::isfinite(value);
  if (!good) refuse_line(file, line, "'" + word + "' is not a number");
  if (value < 0) refuse_line(file, line, "'" + word + "' is negative: not a time");
  return value;
}

const std::string& network_given(const ProfileOptions& options, const std::string& format) {
  if (options.network.empty()) {
    throw ConfigError("a file of " + format + " does not say which network ran: --network NAME");
  }
  return options.network;
}

std::string zoo_name(const std::string& network) {
  if (network == "mobilenet") return "mobilenet_v1";
  return network;
}

TimeTable whole_network(const std::string& network, double least_s, double mean_s,
                        const ProfileOptions& options) {
  TimeTable table;
  table.network = zoo_name(network);
  table.batch = options.batch;
  table.whole = {least_s, mean_s / least_s - 1};
  return table;
}

}  // namespace lastmile::models
