#include <algorithm>
#include <set>

#include "network/routes.hpp"
#include "scenarios/host/build.hpp"
#include "scenarios/host/language.hpp"
#include "scenarios/host/policy_catalogue.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name + "{}";
  return text;
}

PolicyRole role_named(const std::string& role) {
  if (role == "training") return PolicyRole::training;
  return role == "exit" ? PolicyRole::exit : PolicyRole::inference;
}

Strategy named_strategy(const Member& member) {
  Strategy strategy;
  strategy.place = member.value.place;
  if (member.value.tag == "strategy") {
    const Parameters given = parameters_of(member.value);
    strategy.name = given.text("name");
    if (given.has("level")) strategy.level = static_cast<int>(given.count("level"));
    if (given.has("training")) strategy.training = policy_choice(given.raw("training"), "training");
    if (given.has("exit")) strategy.exit = policy_choice(given.raw("exit"), "exit");
    strategy.inference = policy_choice(given.raw("inference"), "inference");
    return strategy;
  }
  strategy.name = member.name;
  strategy.inference = policy_choice(member.value, "inference");
  return strategy;
}

/// A list may hold lists: lm.levels{} is one.
void add_flattened(std::vector<Member>& all, const Value& list) {
  for (const Member& member : in_order(list)) {
    const bool nested = member.value.kind == Value::Kind::list;
    if (nested) {
      add_flattened(all, member.value);
    } else {
      all.push_back(member);
    }
  }
}

void check_names(const Scenario& scenario) {
  std::set<std::string> names;
  std::set<int> levels;
  for (const Strategy& strategy : scenario.strategies) {
    if (strategy.name.empty()) fail_at(strategy.place, "a strategy needs a name");
    if (!names.insert(strategy.name).second) {
      fail_at(strategy.place, "two strategies are named '" + strategy.name + "'");
    }
    if (strategy.level && !levels.insert(*strategy.level).second) {
      fail_at(strategy.place, "two strategies have level " + std::to_string(*strategy.level));
    }
  }
}

/// What training needs that the scenario may lack.
void check_complete(const Scenario& scenario, const Parameters& given) {
  for (const Strategy& strategy : scenario.strategies) {
    if (strategy.training && scenario.answers)
      fail_at(strategy.training->place, "strategy '" + strategy.name +
                                            "' trains, but the scenario's 'answers' are recorded: leave out "
                                            "one of the two");
    const bool whole = scenario.data && scenario.training && scenario.workload &&
                       !scenario.model.empty();
    if (strategy.training && !whole) {
      fail_at(given.place(), "strategy '" + strategy.name +
                                 "' trains: scenario{} needs model, data, training and workload");
    }
  }
  if (scenario.strategies.empty()) fail_at(given.place("strategies"), "no strategy is given");
}

struct NamedPlace {
  std::string name;
  Place place;
};

/// The nodes and groups that a policy's arguments name.
std::vector<NamedPlace> places_named(const PolicyChoice& choice) {
  std::vector<NamedPlace> result;
  if (choice.function) return result;
  const Schema& schema = *find_schema(choice.policy);
  for (const Parameter& parameter : schema.parameters) {
    const std::string& key = parameter.name;
    if (!choice.parameters.has(key)) continue;
    if (parameter.kind == ParameterKind::name) {
      result.push_back({choice.parameters.text(key), choice.parameters.place(key)});
    } else if (parameter.kind == ParameterKind::names) {
      for (const std::string& name : choice.parameters.texts(key)) {
        result.push_back({name, choice.parameters.place(key)});
      }
    }
  }
  return result;
}

/// Who asks and is none of these nodes.
std::vector<network::NodeId> sources_beside(const Scenario& scenario,
                                            const std::vector<network::NodeId>& nodes) {
  std::vector<network::NodeId> result;
  if (!scenario.workload) return result;
  const std::set<network::NodeId> own(nodes.begin(), nodes.end());
  for (const network::NodeId source : scenario.workload->sources)
    if (own.count(source) == 0) result.push_back(source);
  return result;
}

void check_joined(const Scenario& scenario, const network::Routes& routes,
                  const Strategy& strategy, const NamedPlace& named) {
  const std::vector<network::NodeId> nodes = scenario.nodes_named(named.name, named.place);
  const std::vector<network::NodeId> others = sources_beside(scenario, nodes);
  for (const network::NodeId node : nodes) {
    if (scenario.profiles[node].empty()) {
      fail_at(named.place, "strategy '" + strategy.name + "': the router '" + named.name +
                               "' has no processor");
    }
    for (const network::NodeId source : others) {
      if (routes.joined(source, node)) continue;
      fail_at(named.place, "strategy '" + strategy.name + "': no link leads from '" +
                               scenario.topology.nodes[source].name + "' to '" +
                               scenario.topology.nodes[node].name + "'");
    }
  }
}

}  // namespace

std::vector<std::uint64_t> seeds_of(const Parameters& given, const std::string& constructor) {
  if (!given.has("seeds")) return {1};
  std::vector<std::uint64_t> seeds;
  for (const double seed : given.numbers("seeds")) {
    if (seed < 0 || seed != static_cast<double>(static_cast<std::uint64_t>(seed)) || seed > 9e15) {
      fail_at(given.place("seeds"), "'seeds' in " + constructor + "{}: seeds are whole numbers from 0 on");
    }
    seeds.push_back(static_cast<std::uint64_t>(seed));
  }
  std::vector<std::uint64_t> sorted = seeds;
  std::sort(sorted.begin(), sorted.end());
  const bool twice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
  if (seeds.empty() || twice) {
    fail_at(given.place("seeds"), "'seeds' in " + constructor + "{}: at least one, and none twice");
  }
  return seeds;
}

PolicyChoice policy_choice(const Value& value, const std::string& role) {
  PolicyChoice choice;
  choice.place = value.place;
  if (value.kind == Value::Kind::function && role == "inference") {
    choice.function = value.function;
    return choice;
  }
  const PolicyEntry* entry = find_policy(value.tag);
  if (value.kind != Value::Kind::object || entry == nullptr || entry->role != role_named(role)) {
    fail_at(value.place,
            "'" + role + "': expected one of " + joined(policy_names(role_named(role))) +
                (role == "inference" ? " or a function" : "") + ", got " + describe(value));
  }
  choice.policy = value.tag;
  choice.parameters = parameters_of(value);
  return choice;
}

void build_strategies(Scenario& scenario, const Parameters& given) {
  const Value& strategies = given.raw("strategies");
  if (strategies.kind != Value::Kind::list && strategies.kind != Value::Kind::object) {
    fail_at(strategies.place, "'strategies' in scenario{}: expected a list, got " +
                                  describe(strategies));
  }
  std::vector<Member> all;
  add_flattened(all, strategies);
  for (const Member& member : all) {
    Strategy strategy = named_strategy(member);
    if (!strategy.exit && given.has("exit")) {
      strategy.exit = policy_choice(given.raw("exit"), "exit");
    }
    scenario.strategies.push_back(std::move(strategy));
  }
  check_names(scenario);
  check_complete(scenario, given);
  scenario.seeds = seeds_of(given, "scenario");
}

void check_reachable(const Scenario& scenario) {
  const network::Routes routes(scenario.topology);
  for (const Strategy& strategy : scenario.strategies) {
    std::vector<NamedPlace> named = places_named(strategy.inference);
    if (strategy.training) {
      for (NamedPlace& place : places_named(*strategy.training)) named.push_back(std::move(place));
    }
    for (const NamedPlace& place : named) check_joined(scenario, routes, strategy, place);
  }
}

}  // namespace lastmile::scenarios
