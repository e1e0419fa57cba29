#include "scenarios/host/link_arguments.hpp"

#include <set>
#include <tuple>

#include "models/data_file.hpp"
#include "network/validate.hpp"
#include "policies/execute/radio_profiles.hpp"
#include "scenarios/host/build.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {

using network::NodeId;

namespace {

models::RadioLibrary radio_library() {
  return models::RadioLibrary::load(models::default_data_folder() / "radios");
}

}  // namespace

LinkArguments::LinkArguments(Scenario& scenario, const Value& made)
    : scenario_(scenario), made_(made), given_(parameters_of(made)) {}

void LinkArguments::fail(const char* key, const std::string& what) const {
  fail_at(given_.place(key), "'" + std::string(key) + "' in " + made_.tag + "{}: " + what);
}

std::vector<NodeId> LinkArguments::nodes(const char* key) const {
  const Value& value = given_.raw(key);
  const std::vector<std::string> names =
      value.kind == Value::Kind::text ? std::vector<std::string>{value.text} : given_.texts(key);
  std::vector<NodeId> result;
  for (const std::string& name : names) {
    for (const NodeId node : scenario_.nodes_named(name, value.place)) result.push_back(node);
  }
  if (result.empty()) fail(key, "the list is empty; name at least one node");
  return result;
}

NodeId LinkArguments::one_node(const char* key) const {
  const std::vector<NodeId> found = nodes(key);
  if (found.size() == 1) return found.front();
  fail(key, "'" + given_.text(key) + "' are " + std::to_string(found.size()) +
                " nodes; name one, e.g. '" + given_.text(key) + "[1]'");
}

std::vector<NodeId> LinkArguments::centres(const char* one, const char* several) const {
  if (given_.has(one) && given_.has(several)) {
    fail(several, "say this or '" + std::string(one) + "', not both");
  }
  if (given_.has(one)) return {one_node(one)};
  if (given_.has(several)) return nodes(several);
  fail_at(made_.place, "'" + std::string(one) + "' is missing in " + made_.tag +
                           "{}: name of a node, or of several: '" + several + "'");
}

NodeId LinkArguments::gateway_or_first(const std::vector<NodeId>& centres) const {
  return given_.has("gateway") ? one_node("gateway") : centres.front();
}

std::string LinkArguments::name() const {
  if (given_.has("name")) return given_.text("name");
  return made_.tag + "[" + std::to_string(scenario_.topology.links.size() + 1) + "]";
}

std::string LinkArguments::name_of(NodeId node, bool several) const {
  const bool shared = several && given_.has("name");
  return shared ? name() + "/" + scenario_.topology.nodes[node].name : name();
}

int LinkArguments::integer(const char* key) const { return static_cast<int>(given_.count(key)); }

void LinkArguments::check_apart(std::vector<NodeId> some, const std::vector<NodeId>& more) const {
  some.insert(some.end(), more.begin(), more.end());
  std::set<std::tuple<double, double, double>> seen;
  for (const NodeId id : some) {
    const network::Node& node = scenario_.topology.nodes[id];
    const network::Position& p = node.position;
    const bool still = std::holds_alternative<network::Still>(node.motion);
    if (!still || seen.emplace(p.x_m, p.y_m, p.z_m).second) continue;
    fail_at(made_.place, made_.tag + "{}: '" + node.name +
                             "' stands where another radio stands; give it a position, e.g. "
                             "lm.disc{}, lm.grid{}, lm.line{} or lm.at{}");
  }
}

network::RadioStates LinkArguments::radio_states() const {
  if (!given_.has("states")) return {};
  try {
    return policies::radio_states(radio_library(), given_.text("states"));
  } catch (const ConfigError& error) {
    fail("states", error.what());
  }
}

network::WifiPowerSave LinkArguments::power_save() const {
  if (!given_.has("power_save")) return {};
  try {
    network::WifiPowerSave save = policies::power_save(radio_library(), given_.text("power_save"));
    save.listen_interval = integer("listen_interval");
    return save;
  } catch (const ConfigError& error) {
    fail("power_save", error.what());
  }
}

void LinkArguments::add(network::Link link) {
  try {
    network::validate_link(scenario_.topology, link);
  } catch (const ConfigError& error) {
    fail_at(made_.place, made_.tag + "{}: " + error.what());
  }
  scenario_.topology.links.push_back(std::move(link));
  scenario_.link_places.push_back(made_.place);
}

}  // namespace lastmile::scenarios
