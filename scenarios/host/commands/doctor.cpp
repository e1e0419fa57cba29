// lastmile doctor: what is missing here, and what a scenario will take.
#include "scenarios/host/doctor.hpp"
#include "scenarios/host/free_memory.hpp"

#include <algorithm>
#include <cstdio>

#include "scenarios/host/estimate.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/table_text.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

// How far real runs were off: scenarios/README.md.
constexpr double kTimeFactor = 2, kMemoryFactor = 1.5;

struct Forecast {
  std::string scenario;
  RunEstimate takes;
  int jobs = 1;
};

Forecast forecast(const std::string& path, const Arguments& arguments) {
  const Scenario scenario = load_scenario(path, {arguments.texts("set"), 1});
  std::vector<std::string> networks = {arguments.text("network").value_or(scenario.network)};
  const std::string& check = scenario.ranking_check;
  if (!arguments.has("network") && !check.empty() && check != networks.front()) networks.push_back(check);
  const int jobs = arguments.count_or_cores("jobs");
  return {path, estimate(scenario, networks, jobs), jobs};
}

Finding enough_memory(const Forecast& forecast) {
  const int at_once = std::min(forecast.jobs, static_cast<int>(forecast.takes.runs));
  const double wanted = forecast.takes.peak_memory_bytes * at_once, left = free_memory_bytes();
  const std::string says = format_bytes(Bytes(wanted)) + " for " + std::to_string(at_once) + " processes, " +
                           format_bytes(Bytes(left)) + " left";
  if (wanted * kMemoryFactor <= left) return {"memory for it", Health::ok, says, ""};
  const double fit = left / (forecast.takes.peak_memory_bytes * kMemoryFactor);
  const std::string jobs = "--jobs " + std::to_string(std::max(1, static_cast<int>(fit)));
  return {"memory for it", wanted <= left ? Health::note : Health::problem, says, jobs};
}

std::string seconds_text(double s) { return short_number(s) + " s"; }
std::string count_text(double n) { return short_number(n); }

void print(const std::vector<Finding>& findings) {
  for (const Finding& one : findings) {
    std::printf("%-9s%-14s%s\n", to_string(one.health).c_str(), one.what.c_str(), one.says.c_str());
    if (!one.mend.empty()) std::printf("         %-14s> %s\n", "", one.mend.c_str());
  }
}

void print(const Forecast& forecast) {
  const RunEstimate& e = forecast.takes;
  const auto row = [](const char* what, const std::string& value, const std::string& how) {
    std::printf("  %-16s%-12s%s\n", what, value.c_str(), how.c_str());
  };
  std::printf("%s: %zu runs, %d processes at a time\n", forecast.scenario.c_str(), e.runs, forecast.jobs);
  row("starting", seconds_text(e.start_s), "measured: as long as this command took to load it");
  row("network, data", seconds_text(e.network_s),
      e.packets ? "flows measured, packets modelled from what they send"
                : "measured: simulated without learning");
  row("learning", seconds_text(e.learning_s),
      count_text(e.trained) + " samples trained, " + count_text(e.evaluated) +
          " judged, timed on this machine");
  row("CPU time", seconds_text(e.cpu_s), "of all runs");
  row("wall time", seconds_text(e.wall_s),
      "within a factor of " + short_number(kTimeFactor) + ", if nothing else runs");
  row("memory", format_bytes(Bytes(e.peak_memory_bytes)),
      "of the largest process, within a factor of " + short_number(kMemoryFactor));
  row("simulated", seconds_text(e.simulated_s), format_bytes(Bytes(e.sent_bytes)) + " sent");
  std::printf("\n");
}

std::string json(const std::vector<Finding>& findings) {
  std::vector<std::string> rows;
  for (const Finding& one : findings) {
    rows.push_back(json_object({{"what", json_text(one.what)},
                                {"health", json_text(to_string(one.health))},
                                {"says", json_text(one.says)},
                                {"mend", json_text(one.mend)}}));
  }
  return json_list(rows);
}

std::string json(const Forecast& forecast) {
  const RunEstimate& e = forecast.takes;
  return json_object({{"scenario", json_text(forecast.scenario)},
                      {"runs", json_number(static_cast<double>(e.runs))},
                      {"jobs", json_number(forecast.jobs)},
                      {"cpu_s", json_number(e.cpu_s)},
                      {"wall_s", json_number(e.wall_s)},
                      {"start_s", json_number(e.start_s)},
                      {"network_s", json_number(e.network_s)},
                      {"learning_s", json_number(e.learning_s)},
                      {"peak_memory_bytes", json_number(e.peak_memory_bytes)},
                      {"samples_trained", json_number(e.trained)},
                      {"samples_evaluated", json_number(e.evaluated)},
                      {"sent_bytes", json_number(e.sent_bytes)},
                      {"simulated_s", json_number(e.simulated_s)}});
}

int run(const Arguments& arguments) {
  std::vector<Finding> findings;
  std::string forecast_json = "null";
  const std::string& path = arguments.positional();
  if (!path.empty()) {  // first, for it measures what a process takes to get here
    const Forecast forecast = scenarios::forecast(path, arguments);
    findings.push_back(enough_memory(forecast));
    forecast_json = json(forecast);
    if (!arguments.has("json")) print(forecast);
  }
  for (auto* const more : {findings_of_build, findings_of_machine, findings_of_folder}) {
    for (Finding& one : more()) findings.push_back(std::move(one));
  }
  if (arguments.has("json")) {
    std::printf("%s\n", json_object({{"findings", json(findings)}, {"estimate", forecast_json}}).c_str());
  } else {
    print(findings);
  }
  const auto bad = [](const Finding& one) { return one.health == Health::problem; };
  return std::any_of(findings.begin(), findings.end(), bad) ? kFailed : kDone;
}

}  // namespace

Verb doctor_verb() {
  return {{"doctor",
           "SCENARIO",
           "what is missing here and how to mend it; with SCENARIO what its runs will take, before they run",
           {{"set", "KEY=VALUE", "an option of the scenario", true},
            {"network", "NAME", "instead of the scenario's own", false, {"fluid", "ns3"}},
            {"jobs", "N", "processes at a time (default: as many as cores)"},
            {"json", "", "print JSON"}},
           false},
          run};
}

}  // namespace lastmile::scenarios
