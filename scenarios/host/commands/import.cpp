// lastmile import: published measurements of networks into the canonical form that lm.recorded reads,
// profiles of processors into a device, networks of other frameworks.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "models/import/profile.hpp"
#include "network/recorded/import.hpp"
#include "scenarios/host/commands/import_files.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

network::ImportOptions options_of(const Arguments& arguments) {
  network::ImportOptions options;
  if (const auto up = arguments.text("up")) options.up = parse_byte_rate(*up);
  if (const auto rtt = arguments.text("rtt")) options.rtt = parse_duration(*rtt);
  if (const auto gap = arguments.text("max-gap")) options.longest_gap = parse_duration(*gap);
  if (const auto loss = arguments.text("loss")) options.loss = parse_number(*loss);
  options.run = arguments.count("run", 0);
  return options;
}

int import_trace_file(const Arguments& arguments) {
  const std::string file = arguments.positional(1), format = import_option(arguments, "format");
  const std::string target = import_option(arguments, "out");
  const std::string name = std::filesystem::path(file).filename().string();
  write_whole_file(target, network::import_trace(text_of_file(file), name, format, options_of(arguments)));
  return kDone;
}

int run(const Arguments& arguments) {
  if (arguments.positional() == "network") return import_network_file(arguments);
  if (arguments.positional() == "profile") return import_profile_file(arguments);
  if (arguments.positional() == "trace") return import_trace_file(arguments);
  throw ConfigError("lastmile import: " +
                    unknown_name_message("kind", arguments.positional(), {"network", "profile", "trace"}));
}

std::string part_of(const std::string& file) { return file + ".part"; }

std::vector<std::string> all_formats() {
  std::vector<std::string> names = network::trace_formats();
  for (const std::string& name : models::profile_formats()) names.push_back(name);
  return names;
}

}  // namespace

std::string text_of_file(const std::string& file) {
  std::error_code error;
  std::ifstream in(file, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(file, error)) {
    throw ConfigError("cannot read '" + file + "'");
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void check_writable(const std::string& file) {
  const std::string part = part_of(file);
  std::error_code error;
  const bool opened = std::ofstream(part, std::ios::binary).is_open();
  std::filesystem::remove(part, error);
  if (!opened || std::filesystem::is_directory(file, error))
    throw ConfigError("cannot write '" + file + "'");
}

void write_whole_file(const std::string& file, const std::string& text) {
  const std::string part = part_of(file);
  std::ofstream out(part, std::ios::binary);
  out << text;
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, file, error);
  if (out && !error) return;
  std::filesystem::remove(part, error);
  throw ConfigError("cannot write '" + file + "'");
}

std::string import_option(const Arguments& arguments, const std::string& option) {
  const auto given = arguments.text(option);
  if (!given) throw ConfigError("lastmile import " + arguments.positional() + ": --" + option + " is missing");
  return *given;
}

Verb import_verb() {
  return {{"import",
           "trace|profile|network FILE",
           "turns a published series of a mobile network into one that lm.recorded reads, another "
           "framework's profile into a device with measured times; reads an .onnx or ncnn .param network",
           {{"format", "NAME", "what FILE is; trace: ghent4g, lumos5g, ucc5g; profile: benchncnn, mnn, tflite, trtexec, tvm",
             false, all_formats()},
            {"out", "FILE", "the canonical CSV, the device file, or (network) ONNX"},
            {"up", "RATE", "trace: the uplink's rate, which none of the formats measures"},
            {"rtt", "TIME", "trace: the round trip, where the file has none"},
            {"loss", "SHARE", "trace: of packets; default 0"},
            {"run", "N", "trace, lumos5g: which run_num"},
            {"max-gap", "TIME", "trace: between rows; a longer one is a hole; default 5s"},
            {"base", "DEVICE", "profile: the device that it was made on, for memory, power and the rest"},
            {"processor", "NAME", "profile: of that device; default: its first"},
            {"name", "NAME", "profile: of the new device; default: the file's"},
            {"network", "NAME", "profile: what ran, where FILE does not say it (tflite, trtexec)"},
            {"batch", "N", "profile: images at once; default 1"},
            {"whole", "", "profile: the sum of the layers instead of each"}}},
          run};
}

}  // namespace lastmile::scenarios
