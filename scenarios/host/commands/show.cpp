#include <cstdio>
#include <filesystem>

#include "models/network.hpp"
#include "models/zoo/zoo.hpp"
#include "network/routes.hpp"
#include "scenarios/host/commands/show_device.hpp"
#include "scenarios/host/commands/show_graph.hpp"
#include "scenarios/host/commands/show_network.hpp"
#include "scenarios/host/link_words.hpp"
#include "scenarios/host/verbs.hpp"
#include "scenarios/scenario.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

const char* text(const std::string& s) { return s.c_str(); }

void show_options(const Scenario& scenario) {
  if (scenario.options.empty()) return;
  std::printf("\noptions (--set)\n");
  for (const SettableOption& option : scenario.options) {
    std::string choices;
    for (const std::string& choice : option.choices)
      choices += (choices.empty() ? "" : "|") + choice;
    std::printf("  %s = %s%s  %s%s\n", text(option.name), text(canonical_text(option.value)),
                option.set ? " (set)" : "", text(choices.empty() ? "" : "[" + choices + "] "),
                text(option.doc));
  }
}

void show_nodes(const Scenario& scenario) {
  std::printf("\nnodes\n");
  for (const Group& group : scenario.groups) {
    const network::Position& p = scenario.topology.nodes[group.members.front()].position;
    std::printf("  %-16s %zu x %-24s first at (%.1f, %.1f, %.1f) m\n", text(group.name),
                group.members.size(), text(group.profile.empty() ? "router" : group.profile), p.x_m,
                p.y_m, p.z_m);
  }
}

void show_links(const Scenario& scenario) {
  std::printf("\nlinks\n");
  for (const network::Link& link : scenario.topology.links) {
    std::printf("  %-16s %s\n", text(network::link_name(link)),
                text(words_of(link, scenario.topology)));
  }
}

void show_conditions(const Scenario& scenario) {
  const std::vector<std::string> conditions = words_of_conditions(scenario);
  if (!conditions.empty()) std::printf("\nconditions\n");
  for (const std::string& condition : conditions) std::printf("  %s\n", text(condition));
}

void show_routes(const Scenario& scenario) {
  if (!scenario.workload) return;
  const network::Routes routes(scenario.topology);
  const network::NodeId from = scenario.workload->sources.front();
  std::printf("\nroutes\n");
  for (const Group& group : scenario.groups) {
    const network::NodeId to = group.members.back();
    if (to == from) continue;
    std::string path = scenario.topology.nodes[from].name;
    for (const network::Hop& hop : routes.between(from, to)) {
      path += " -(" + network::link_name(scenario.topology.links[hop.link]) + ")- " +
              scenario.topology.nodes[hop.to].name;
    }
    if (!routes.joined(from, to)) path += " has no route to " + scenario.topology.nodes[to].name;
    std::printf("  %s\n", text(path));
  }
}

void show_model(const Scenario& scenario) {
  if (scenario.model.empty()) return;
  const models::Graph graph = models::network(scenario.model);
  const models::Totals totals = graph.totals();
  std::printf("\nmodel\n  %s: input %s, %zu layers, %zu exits, %.3g MMAC, %lld parameters\n",
              text(scenario.model), text(models::to_string(graph.layer(0).out)), graph.size(),
              graph.exits().size(), static_cast<double>(totals.macs) * 1e-6,
              static_cast<long long>(totals.parameters()));
}

void show_application(const Scenario& scenario) {
  if (scenario.data) {
    std::printf("\ndata\n  %s: %lld images a device, %lld held out\n",
                text(scenario.data->generator),
                static_cast<long long>(scenario.data->train_per_device),
                static_cast<long long>(scenario.data->test));
  }
  if (scenario.answers) std::printf("\nanswers\n  recorded in %s\n", text(scenario.answers->file));
  if (scenario.training) {
    const learn::SgdOptions& sgd = scenario.training->sgd;
    const bool adam = sgd.optimiser.kind == learn::OptimiserOptions::Kind::adam;
    std::printf("\ntraining\n  %d passes, batch %d, %s at learning rate %s, momentum %s\n", sgd.epochs, sgd.batch,
                adam ? "adam" : "sgd", text(exact_number(sgd.learning_rate)), text(exact_number(sgd.momentum)));
  }
  if (scenario.workload) {
    std::printf("\nworkload\n  %zu devices, %lld requests each, %lld frames a request, %s/s\n",
                scenario.workload->sources.size(),
                static_cast<long long>(scenario.workload->requests),
                static_cast<long long>(scenario.workload->frames),
                text(exact_number(scenario.workload->rate.value())));
  }
}

std::string summary(const PolicyChoice& choice) {
  if (choice.function) return "function at " + to_string(choice.place);
  return choice.policy + choice.parameters.canonical();
}

void show_strategies(const Scenario& scenario) {
  std::printf("\nstrategies\n");
  for (const Strategy& strategy : scenario.strategies) {
    std::printf("  %s%s\n", text(strategy.level ? "L" + std::to_string(*strategy.level) + " " : ""),
                text(strategy.name));
    if (strategy.training) std::printf("    training   %s\n", text(summary(*strategy.training)));
    std::printf("    inference  %s\n", text(summary(strategy.inference)));
    if (strategy.exit) std::printf("    exit       %s\n", text(summary(*strategy.exit)));
  }
}

void show_runs(const Scenario& scenario) {
  std::string seeds;
  for (const std::uint64_t seed : scenario.seeds) {
    seeds += (seeds.empty() ? "" : ", ") + std::to_string(seed);
  }
  std::printf("\nruns\n  network %s%s, compute %s, seeds %s\n", text(scenario.network),
              text(scenario.ranking_check.empty() ? "" : " and " + scenario.ranking_check),
              text(scenario.compute), text(seeds));
}

// A scenario is a file; a bare word that is none is meant as a network, and so are other frameworks' files.
bool is_network(const std::string& name) {
  if (models::is_network_file(name)) return true;
  const std::filesystem::path path(name.substr(0, name.find(':')));
  return !std::filesystem::exists(path) && !path.has_extension() && !path.has_parent_path();
}

void check_options(const Arguments& arguments, bool network, bool topology) {
  if (arguments.has("out") && !network && !topology) {
    throw ConfigError("lastmile show: --out is for the picture of a NETWORK or of `network SCENARIO`");
  }
  if (arguments.has("json") && !network) throw ConfigError("lastmile show: --json is for a NETWORK");
  for (const char* option : {"device", "radio", "compute"}) {
    if (arguments.has(option) && !network)
      throw ConfigError("lastmile show: --" + std::string(option) + " is for the cuts of a NETWORK");
  }
  if (arguments.has("set") && network) throw ConfigError("lastmile show: --set is for a SCENARIO");
}

int run(const Arguments& arguments) {
  const bool part = !arguments.positional(1).empty();
  const bool network = part && arguments.positional() == "network";
  if (part && arguments.positional() == "device") return show_device(arguments.positional(1));
  if (part && !network) {
    throw ConfigError(unknown_name_message("part", arguments.positional(), {"network", "device"}));
  }
  const bool graph = !part && is_network(arguments.positional());
  check_options(arguments, graph, network);
  if (graph && arguments.has("device")) {
    const CutQuestion question{arguments.texts("device"), arguments.texts("radio"),
                               arguments.text("compute").value_or("regression")};
    return show_cuts(arguments.positional(), question, arguments.has("json"));
  }
  if (graph)
    return show_graph(arguments.positional(), arguments.text("out").value_or(""), arguments.has("json"));
  const Scenario scenario =
      load_scenario(arguments.positional(network ? 1 : 0), {arguments.texts("set"), 1});
  if (network) return show_network(scenario, arguments.text("out").value_or(""));
  std::printf("%s%s%s\n", text(scenario.name), scenario.description.empty() ? "" : ": ",
              text(scenario.description));
  show_options(scenario);
  show_nodes(scenario);
  show_links(scenario);
  show_conditions(scenario);
  show_routes(scenario);
  show_model(scenario);
  show_application(scenario);
  show_strategies(scenario);
  show_runs(scenario);
  return kDone;
}

}  // namespace

Verb show_verb() {
  return {{"show",
           "[network|device] SCENARIO|NETWORK|DEVICE",
           "checks a scenario and prints what it comes to, or the layers of a network (`show resnet50`, "
           "`show my.onnx`); network: a "
           "scenario's links with their figures; device: what its file says",
           {{"set", "KEY=VALUE", "an option of the scenario", true},
            {"out", "FILE.svg", "draws the network's layers or, with network, the topology"},
            {"device", "NAME", "of a network: what every cut costs on that device; may be repeated", true},
            {"radio", "NAME", "with --device: what sending costs; may be repeated", true},
            {"compute", "MODEL", "with --device: the cost model (default regression)"},
            {"json", "", "of a network: print JSON"}}},
          run};
}

}  // namespace lastmile::scenarios
