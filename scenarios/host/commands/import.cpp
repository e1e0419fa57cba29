// lastmile import trace FILE: published measurements into the canonical form that lm.recorded
// reads.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "network/recorded/import.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

std::string text_of(const std::string& file) {
  std::error_code error;
  std::ifstream in(file, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(file, error)) {
    throw ConfigError("cannot read '" + file + "'");
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

network::ImportOptions options_of(const Arguments& arguments) {
  network::ImportOptions options;
  if (const auto up = arguments.text("up")) options.up = parse_byte_rate(*up);
  if (const auto rtt = arguments.text("rtt")) options.rtt = parse_duration(*rtt);
  if (const auto gap = arguments.text("max-gap")) options.longest_gap = parse_duration(*gap);
  if (const auto loss = arguments.text("loss")) options.loss = parse_number(*loss);
  options.run = arguments.count("run", 0);
  return options;
}

// Beside the target first, then renamed: a reader never meets half of it.
void write_whole(const std::string& file, const std::string& text) {
  const std::string part = file + ".part";
  std::ofstream out(part, std::ios::binary);
  out << text;
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, file, error);
  if (out && !error) return;
  std::filesystem::remove(part, error);
  throw ConfigError("cannot write '" + file + "'");
}

std::string required(const Arguments& arguments, const std::string& option) {
  const auto given = arguments.text(option);
  if (!given) throw ConfigError("lastmile import trace: --" + option + " is missing");
  return *given;
}

int run(const Arguments& arguments) {
  if (arguments.positional() != "trace") {
    throw ConfigError("lastmile import: " +
                      unknown_name_message("kind", arguments.positional(), {"trace"}));
  }
  const std::string file = arguments.positional(1), format = required(arguments, "format");
  const std::string target = required(arguments, "out");
  const std::string name = std::filesystem::path(file).filename().string();
  const std::string canonical =
      network::import_trace(text_of(file), name, format, options_of(arguments));
  write_whole(target, canonical);
  return kDone;
}

}  // namespace

Verb import_verb() {
  return {{"import",
           "trace FILE",
           "turns a published series of a mobile network into one that lm.recorded reads",
           {{"format", "NAME", "what FILE is: ghent4g, lumos5g or ucc5g", false,
             network::trace_formats()},
            {"out", "FILE", "the canonical CSV"},
            {"up", "RATE", "the uplink's rate, which none of the formats measures"},
            {"rtt", "TIME", "the round trip, where the file has none"},
            {"loss", "SHARE", "of packets; default 0"},
            {"run", "N", "lumos5g: which run_num"},
            {"max-gap", "TIME", "between rows; a longer one is a hole; default 5s"}}},
          run};
}

}  // namespace lastmile::scenarios
