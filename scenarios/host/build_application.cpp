#include <algorithm>

#include "models/cost.hpp"
#include "models/network.hpp"
#include "scenarios/host/build.hpp"
#include "scenarios/host/recorded_answers.hpp"
#include "scenarios/host/recording.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

std::string network_name(const Value& made) {
  const Parameters zoo = parameters_of(made);
  try {
    return models::network(zoo.text("name")).name();
  } catch (const ConfigError& error) {
    fail_at(zoo.place("name"), error.what());
  }
}

std::vector<network::NodeId> sources(const Scenario& scenario, const Parameters& given) {
  std::vector<network::NodeId> result;
  if (given.has("from")) {
    for (const std::string& name : given.texts("from")) {
      for (const network::NodeId node : scenario.nodes_named(name, given.place("from"))) {
        result.push_back(node);
      }
    }
    return result;
  }
  const Group* many = nullptr;
  for (const Group& group : scenario.groups) {
    const bool numbered = scenario.topology.nodes[group.members.front()].name != group.name;
    if (!numbered) continue;
    if (many != nullptr) {
      fail_at(given.place(), "bursts{}: say who asks: from = '" + many->name + "' or from = '" +
                                 group.name + "'");
    }
    many = &group;
  }
  if (many == nullptr) fail_at(given.place(), "bursts{}: say who asks: from = NODE");
  return many->members;
}

WorkloadSpec workload_spec(const Scenario& scenario, const Value& made) {
  const Parameters given = parameters_of(made);
  WorkloadSpec workload;
  workload.sources = sources(scenario, given);
  for (const network::NodeId node : workload.sources) {
    if (scenario.profiles[node].empty()) {
      fail_at(given.place(), "bursts{}: the router '" + scenario.topology.nodes[node].name +
                                 "' cannot ask, it has no processor");
    }
  }
  workload.requests = given.count("requests");
  workload.frames = given.count("frames");
  workload.rate = given.event_rate("rate");
  workload.arrivals =
      given.text("arrivals") == "periodic" ? Arrivals::periodic : Arrivals::poisson;
  return workload;
}

void check_compute(const Parameters& given) {
  const std::vector<std::string> known = models::cost_model_names();
  const std::string& name = given.text("compute");
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  fail_at(given.place("compute"), unknown_name_message("cost model", name, known));
}

RecordSpec recording(const Parameters& given) {
  const std::vector<std::string> what =
      given.has("record") ? given.texts("record") : std::vector<std::string>{};
  try {
    return record_spec(what, given.duration("record_interval"));
  } catch (const ConfigError& error) {
    fail_at(given.place("record"), std::string("'record' in scenario{}: ") + error.what());
  }
}

}  // namespace

void build_application(Scenario& scenario, const Parameters& given) {
  check_compute(given);
  scenario.network = given.text("backend");
  if (given.has("ranking_check")) scenario.ranking_check = given.text("ranking_check");
  scenario.compute = given.text("compute");
  scenario.record = recording(given);
  if (given.has("model")) scenario.model = network_name(given.raw("model"));
  if (given.has("answers")) scenario.answers = answers_spec(scenario, given.raw("answers"));
  if (given.has("data")) scenario.data = data_spec(scenario, given.raw("data"));
  if (given.has("training")) scenario.training = training_spec(parameters_of(given.raw("training")));
  if (given.has("workload")) scenario.workload = workload_spec(scenario, given.raw("workload"));
}

}  // namespace lastmile::scenarios
