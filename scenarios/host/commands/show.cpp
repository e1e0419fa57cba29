#include <cstdio>

#include "models/zoo/zoo.hpp"
#include "network/routes.hpp"
#include "scenarios/host/verbs.hpp"
#include "scenarios/scenario.hpp"
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

std::string summary(const network::WifiLink& link, const Scenario& scenario) {
  return "Wi-Fi, access point " + scenario.topology.nodes[link.gateway].name + ", " +
         std::to_string(link.stations.size()) + " stations, channel " +
         std::to_string(link.channels.front()) + ", " + std::to_string(link.width_mhz) + " MHz, " +
         std::to_string(link.streams) + " streams, " + format_dbm(link.transmit_power);
}
std::string summary(const network::AdhocLink& link, const Scenario&) {
  return "ad hoc Wi-Fi, " + std::to_string(link.members.size()) + " members, channel " +
         std::to_string(link.channel) + ", " + std::to_string(link.width_mhz) + " MHz, " +
         format_dbm(link.transmit_power);
}
std::string summary(const network::LteLink& link, const Scenario& scenario) {
  return "LTE, site " + scenario.topology.nodes[link.gateway].name + ", " +
         std::to_string(link.ues.size()) + " UEs, " + std::to_string(link.bandwidth_rb) +
         " resource blocks";
}
std::string summary(const network::NrLink& link, const Scenario& scenario) {
  return "NR, " + std::to_string(link.cells.size()) + " cells, gateway " +
         scenario.topology.nodes[link.gateway].name + ", " + std::to_string(link.ues.size()) +
         " UEs, band " + link.options.band + ", numerology " +
         std::to_string(link.options.numerology);
}
std::string summary(const network::WiredLink& link, const Scenario& scenario) {
  return std::string(link.wan ? "WAN " : "wire ") + scenario.topology.nodes[link.a].name + " - " +
         scenario.topology.nodes[link.b].name + ", " + format_byte_rate(link.rate) + ", " +
         format_duration(link.delay) + " one way";
}
std::string summary(const network::RecordedLink& link, const Scenario& scenario) {
  const network::Trace& trace = scenario.topology.traces[link.trace];
  const network::TraceStep mean = network::mean_of(trace);
  return "recorded " + scenario.topology.nodes[link.device].name + " - " +
         scenario.topology.nodes[link.site].name + ", " + trace.name + ", " +
         format_duration(trace.length) + (link.loop ? " looped" : " once") + ", mean down " +
         format_byte_rate(mean.down) + ", up " + format_byte_rate(mean.up) + ", rtt " +
         format_duration(mean.rtt);
}
std::string summary(const network::NarrowLink& link, const Scenario& scenario) {
  return link.profile + " " + scenario.topology.nodes[link.device].name + " - " +
         scenario.topology.nodes[link.site].name + ", down " + format_byte_rate(link.down) +
         ", up " + format_byte_rate(link.up) +
         (link.duty_cycle < 1 ? ", duty cycle " + exact_number(100 * link.duty_cycle) + " %" : "");
}

void show_links(const Scenario& scenario) {
  std::printf("\nlinks\n");
  for (const network::Link& link : scenario.topology.links) {
    const std::string what =
        std::visit([&](const auto& l) { return summary(l, scenario); }, link);
    std::printf("  %-16s %s\n", text(network::link_name(link)), text(what));
  }
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
  const models::Graph graph = models::zoo(scenario.model);
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
  if (scenario.training) {
    std::printf("\ntraining\n  %lld passes, batch %lld, learning rate %s, momentum %s\n",
                static_cast<long long>(scenario.training->passes),
                static_cast<long long>(scenario.training->batch),
                text(exact_number(scenario.training->learning_rate)),
                text(exact_number(scenario.training->momentum)));
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

int run(const Arguments& arguments) {
  const Scenario scenario = load_scenario(arguments.positional(), {arguments.texts("set"), 1});
  std::printf("%s%s%s\n", text(scenario.name), scenario.description.empty() ? "" : ": ",
              text(scenario.description));
  show_options(scenario);
  show_nodes(scenario);
  show_links(scenario);
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
           "SCENARIO",
           "checks a scenario and prints what it comes to",
           {{"set", "KEY=VALUE", "an option of the scenario", true}}},
          run};
}

}  // namespace lastmile::scenarios
