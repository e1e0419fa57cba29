#include "scenarios/host/result_attributes.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "scenarios/host/plugins.hpp"
#include "scenarios/host/recording.hpp"

namespace lastmile::scenarios {
namespace {

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

analysis::FileAttributes attributes_of(const Scenario& scenario,
                                       const std::vector<std::string>& networks, bool frozen,
                                       const RecordSpec& record) {
  analysis::FileAttributes attributes;
  attributes.scenario_name = scenario.name;
  for (const SourceFile& source : scenario.sources) {
    const bool first = attributes.scenario_source.empty();
    const std::string name = std::filesystem::path(source.path).filename().string();
    attributes.scenario_source += (first ? "" : "\n-- " + name + "\n") + source.text;
  }
  for (const SettableOption& option : scenario.options) {
    attributes.parameters.emplace_back("option " + option.name, canonical_text(option.value));
  }
  for (const Plugin& plugin : loaded_plugins())
    attributes.parameters.emplace_back("plugin " + plugin.name, std::to_string(plugin.digest));
  attributes.parameters.emplace_back("scenario", scenario.resolved);
  attributes.parameters.emplace_back("frozen", frozen ? "true" : "false");
  attributes.parameters.emplace_back("record", record_text(record));
  if (!scenario.timings.empty()) {
    attributes.parameters.emplace_back("timings", text_of(scenario.timings));
    for (const std::string& one : scenario.slowdowns)
      attributes.parameters.emplace_back("slowdown", one);
  }
  if (scenario.answers) attributes.parameters.emplace_back("answers", scenario.answers->digests);
  for (const std::uint64_t seed : scenario.seeds) {
    attributes.seeds.push_back(static_cast<std::int64_t>(seed));
  }
  for (const std::string& network : networks) attributes.backends.push_back("network=" + network);
  attributes.backends.push_back("compute=" + scenario.compute);
  for (const Group& group : scenario.groups) {
    const std::string file = "devices/" + group.profile + ".toml";
    auto& files = attributes.calibration_files;
    const bool known = std::find(files.begin(), files.end(), file) != files.end();
    if (!group.profile.empty() && !known) files.push_back(file);
  }
  return attributes;
}

analysis::Provenance provenance_of(const std::string& command_line, const std::string& output,
                                   int jobs, int threads) {
  analysis::Provenance provenance;
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  provenance.host = host;
  provenance.started = utc_now();
  provenance.command_line = command_line;
  provenance.output_path = output;
  provenance.jobs = jobs;
  provenance.threads = threads;
  return provenance;
}

double own_cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

}  // namespace lastmile::scenarios
