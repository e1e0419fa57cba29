#include <algorithm>

#include "network/routes.hpp"
#include "network/validate.hpp"
#include "scenarios/host/build.hpp"
#include "scenarios/host/language.hpp"
#include "scenarios/host/plugins.hpp"
#include "scenarios/host/script.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

bool written_before(const Member& a, const Member& b) {
  if (a.value.order > 0 && b.value.order > 0) return a.value.order < b.value.order;
  return a.value.place.line < b.value.place.line;
}

void check_topology(const Scenario& scenario, const Place& place) {
  try {
    network::validate(scenario.topology);
  } catch (const ConfigError& error) {
    fail_at(place, error.what());
  }
}

void check_coverage(const Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.topology.links.size(); ++i) {
    try {
      network::validate_coverage(scenario.topology, scenario.topology.links[i]);
    } catch (const ConfigError& error) {
      fail_at(scenario.link_places[i], error.what());
    }
  }
}

}  // namespace

Parameters parameters_of(const Value& made) {
  const Schema* schema = find_schema(made.tag);
  SIM_CHECK(schema != nullptr, "nothing makes '" + made.tag + "'");
  return parse(*schema, made, made.place);
}

std::vector<Member> in_order(const Value& table) {
  std::vector<Member> result;
  for (const Value& item : table.list) result.push_back({"", item});
  std::vector<Member> named = table.members;
  std::stable_sort(named.begin(), named.end(), written_before);
  result.insert(result.end(), named.begin(), named.end());
  return result;
}

std::uint64_t source_hash(const Scenario& scenario) {
  std::uint64_t hash = 0;
  for (const SourceFile& source : scenario.sources) hash = mix(hash, stable_hash(source.text));
  for (const Plugin& plugin : loaded_plugins()) hash = mix(hash, plugin.digest);
  return hash;
}

const std::string* frozen_text(const FrozenFiles& frozen, const std::string& path) {
  if (frozen == nullptr) return nullptr;
  for (const SourceFile& file : *frozen) {
    if (file.path == path) return &file.text;
  }
  return nullptr;
}

Scenario load_scenario(const std::string& path, const LoadOptions& options) {
  auto script = std::make_shared<Script>(path, options.sets, options.frozen);
  const Value made = script->run();
  const Parameters given = parameters_of(made);
  Scenario scenario;
  scenario.name = given.text("name");
  scenario.description = given.text("description");
  scenario.options = script->options();
  scenario.sources = script->sources();
  scenario.resolved = canonical_text(made);
  scenario.frozen = options.frozen;
  if (given.has("sweep")) scenario.sweep = given.raw("sweep");
  build_nodes(scenario, given.raw("nodes"), options.seed);
  build_links(scenario, given.raw("network"));
  build_conditions(scenario, given);
  check_topology(scenario, made.place);
  check_coverage(scenario);
  build_application(scenario, given);
  build_strategies(scenario, given);
  check_reachable(scenario);
  scenario.script = std::move(script);
  return scenario;
}

}  // namespace lastmile::scenarios
