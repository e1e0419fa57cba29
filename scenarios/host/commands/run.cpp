#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "analysis/hdf5_sink.hpp"
#include "scenarios/host/compute_model.hpp"
#include "scenarios/host/orchestrator.hpp"
#include "scenarios/host/recording.hpp"
#include "scenarios/host/result_attributes.hpp"
#include "scenarios/host/seed_limit.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using WallClock = std::chrono::steady_clock;

/// A folder beside the output that is removed with all that is in it.
class PartsFolder {
 public:
  explicit PartsFolder(const std::string& output) : path_(output + ".parts.XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) {
      throw ConfigError("cannot make a folder for parts beside '" + output + "'");
    }
    std::filesystem::create_directory(path_ + "/cache");
  }
  PartsFolder(const PartsFolder&) = delete;
  PartsFolder& operator=(const PartsFolder&) = delete;
  ~PartsFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::vector<std::string> names_of(const std::vector<Strategy>& strategies) {
  std::vector<std::string> names;
  for (const Strategy& strategy : strategies) names.push_back(strategy.name);
  return names;
}

void keep_level(Scenario& scenario, std::int64_t level) {
  std::string known, names;
  for (const Strategy& strategy : scenario.strategies) {
    if (strategy.level) known += (known.empty() ? "" : ", ") + std::to_string(*strategy.level);
    names += (names.empty() ? "'" : ", '") + strategy.name + "'";
  }
  std::erase_if(scenario.strategies, [level](const Strategy& s) { return s.level != level; });
  if (!scenario.strategies.empty()) return;
  throw ConfigError("--level " + std::to_string(level) + ": no strategy has it; known: " +
                    (known.empty() ? "none, --strategy takes one of " + names : known));
}

void keep_named(Scenario& scenario, const std::vector<std::string>& wanted) {
  const std::vector<std::string> known = names_of(scenario.strategies);
  for (const std::string& name : wanted) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw ConfigError("--strategy: " + unknown_name_message("strategy", name, known));
  }
  std::erase_if(scenario.strategies, [&](const Strategy& s) {
    return std::find(wanted.begin(), wanted.end(), s.name) == wanted.end();
  });
}

Scenario load_for(const Arguments& arguments) {
  Scenario scenario = load_scenario(arguments.positional(), {arguments.texts("set"), 1});
  if (const auto level = arguments.count("level", 0)) keep_level(scenario, *level);
  if (arguments.has("strategy")) keep_named(scenario, arguments.texts("strategy"));
  if (const auto seeds = arguments.count("seeds", 1)) {
    if (*seeds > kMostSeeds) throw ConfigError("--seeds: at most " + std::to_string(kMostSeeds));
    scenario.seeds.clear();
    for (std::int64_t i = 1; i <= *seeds; ++i)
      scenario.seeds.push_back(static_cast<std::uint64_t>(i));
  }
  if (const auto network = arguments.text("network")) {
    scenario.network = *network;
    scenario.ranking_check.clear();
  }
  if (const auto compute = arguments.text("compute")) scenario.compute = *compute;
  scenario.slowdowns = arguments.texts("slowdown");
  for (const char* option : {"timings", "replay", "slowdown"}) {
    if (!arguments.has(option) || scenario.compute == "measured") continue;
    throw ConfigError(std::string("--") + option + " belongs to --compute measured, not to '" + scenario.compute + "'");
  }
  return scenario;
}

RunPlan plan_for(const Scenario& scenario, const Arguments& arguments) {
  RunPlan plan;
  plan.scenario_path = arguments.positional();
  plan.sets = arguments.texts("set");
  plan.compute = scenario.compute;
  plan.jobs = arguments.count_or_cores("jobs");
  plan.threads = static_cast<int>(arguments.count("threads", 1).value_or(1));
  plan.frozen = !arguments.has("no-frozen");
  const std::optional<std::string> record = arguments.text("record");
  plan.record = record_given(scenario.record, record ? &*record : nullptr);
  plan.pcap = arguments.text("pcap").value_or("");
  std::vector<std::string> networks = {scenario.network};
  if (!scenario.ranking_check.empty() && scenario.ranking_check != scenario.network) {
    networks.push_back(scenario.ranking_check);
  }
  for (const std::string& network : networks) {
    if (!plan.pcap.empty() && network != "ns3") {
      throw ConfigError("--pcap: packet captures need packets; '" + network +
                        "' has none: say --network ns3");
    }
    for (std::size_t i = 0; i < scenario.strategies.size(); ++i) {
      for (const std::uint64_t seed : scenario.seeds) plan.runs.push_back({network, i, seed});
    }
  }
  return plan;
}

std::vector<std::string> networks_of(const RunPlan& plan) {
  std::vector<std::string> networks;
  for (const PlannedRun& run : plan.runs) {
    if (std::find(networks.begin(), networks.end(), run.network) == networks.end()) networks.push_back(run.network);
  }
  return networks;
}

/// Compute model `measured`: times the network now, before anything else runs, or takes the times of --replay.
void prepare_timings(Scenario& scenario, const Arguments& arguments, const std::string& folder) {
  if (scenario.compute != "measured") return;
  const auto replay = arguments.text("replay"), keep = arguments.text("timings");
  if (replay && keep) throw ConfigError("--replay uses timings, --timings writes new ones: give one of them");
  static_cast<void>(slowdowns_from(scenario.slowdowns));
  scenario.timings = replay.value_or(keep.value_or(folder + "/timings.txt"));
  if (!replay) models::write_timings(measure_scenario(scenario), scenario.timings);
  static_cast<void>(compute_model(scenario, "measured"));
}

/// A scenario that is wrong leaves nothing half-written, even when some of its runs went through.
void remove_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) std::filesystem::remove(path, ignored);
}

/// Tells the launcher where the result is.
void publish_path(const std::string& output) {
  const char* file = std::getenv("LASTMILE_RESULT_PATH_FILE");
  if (file == nullptr || *file == '\0') return;
  std::ofstream(file) << std::filesystem::absolute(output).string() << "\n";
}

int report_ending(const Outcome& outcome, const RunPlan& plan, const std::string& output) {
  std::string text = outcome.message;
  if (outcome.ending == Ending::interrupted) text = "interrupted";
  if (outcome.finished.empty() || outcome.ending == Ending::bad_input) {
    text += outcome.ending == Ending::bad_input ? "" : "\nnothing had finished; no file is left";
  } else {
    text += "\n" + std::to_string(outcome.finished.size()) + " of " +
            std::to_string(plan.runs.size()) + " runs are in " + output + ", marked incomplete";
  }
  std::fprintf(stderr, "%s\n", text.c_str());
  if (outcome.ending == Ending::interrupted) return kInterrupted;
  return outcome.ending == Ending::bad_input ? kBadInput : kFailed;
}

int run(const Arguments& arguments) {
  const WallClock::time_point start = WallClock::now();
  Scenario scenario = load_for(arguments);
  const RunPlan plan = plan_for(scenario, arguments);
  const std::string output = arguments.text("out").value_or(
      std::filesystem::path(arguments.positional()).stem().string() + ".h5");
  analysis::Provenance provenance = provenance_of(arguments.command_line(), output, plan.jobs, plan.threads);
  const PartsFolder parts(output);
  prepare_timings(scenario, arguments, parts.path());
  auto sink = std::make_unique<analysis::Hdf5Sink>(output, attributes_of(scenario, networks_of(plan), plan.frozen, plan.record));
  sink->set_provenance(provenance);
  const Outcome outcome = run_all(scenario, plan, parts.path(), *sink);
  if (outcome.ending == Ending::bad_input) {
    sink.reset();
    remove_file(output);
  }
  if (outcome.ending != Ending::complete) return report_ending(outcome, plan, output);
  record_comparison(scenario, outcome.finished, *sink);
  provenance.wall_s = std::chrono::duration<double>(WallClock::now() - start).count();
  provenance.cpu_s = outcome.cpu_s + own_cpu_s();
  sink->finish(provenance);
  print_comparison(scenario, output, {arguments.has("json"), provenance.wall_s, provenance.cpu_s,
                                      outcome.peak_memory_bytes});
  publish_path(output);
  return kDone;
}

}  // namespace

Verb run_verb() {
  return {{"run",
           "SCENARIO",
           "runs every strategy of a scenario and compares them",
           {{"seeds", "N", "run seeds 1 to N (default: what the scenario says)"},
            {"out", "FILE", "result file (default: SCENARIO's name with .h5, here)"},
            {"set", "KEY=VALUE", "an option of the scenario", true},
            {"network", "NAME", "fluid or ns3", false, {"fluid", "ns3"}},
            {"compute", "MODEL", "cost model (see list compute)"},
            {"timings", "FILE", "compute measured: keep this machine's times there"},
            {"replay", "FILE", "compute measured: use times that were kept"},
            {"slowdown", "DEVICE=FACTOR", "compute measured: how many times slower than this machine", true},
            {"level", "N", "only the strategy of this level"},
            {"strategy", "NAME", "only the strategy of this name", true},
            {"jobs", "N", "processes at a time (default: as many as cores)"},
            {"threads", "N", "threads of learning in each process (default: 1)"},
            {"no-frozen", "", "let radio time run while nothing is sent"},
            {"record", "WHAT", "transfers, links, spans, several with commas between, or none"},
            {"pcap", "DIR", "packet captures of every run on ns3"},
            {"json", "", "print the comparison as JSON"}}},
          run};
}

}  // namespace lastmile::scenarios
