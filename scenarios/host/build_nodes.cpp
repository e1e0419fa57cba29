#include <algorithm>
#include <cctype>

#include "models/data_file.hpp"
#include "models/device.hpp"
#include "scenarios/host/build.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

using network::Position;

Position at(const Parameters& p) {
  return {p.distance("x").value(), p.distance("y").value(), p.distance("z").value()};
}

Position at_or_origin(const Parameters& p, const char* name) {
  return p.has(name) ? at(parameters_of(p.raw(name))) : Position{};
}

/// Uniform over the disc, by rejection: no angle, so no libm.
Position in_disc(const Parameters& disc, RandomStream& random) {
  const double radius = disc.distance("radius").value();
  const Position center = at_or_origin(disc, "center");
  double x = 0, y = 0;
  do {
    x = random.uniform(-1, 1);
    y = random.uniform(-1, 1);
  } while (x * x + y * y > 1);
  return {center.x_m + radius * x, center.y_m + radius * y,
          center.z_m + disc.distance("height").value()};
}

Position in_grid(const Parameters& grid, std::size_t i) {
  const double spacing = grid.distance("spacing").value();
  const auto columns = static_cast<std::size_t>(grid.count("columns"));
  const Position origin = at_or_origin(grid, "origin");
  return {origin.x_m + spacing * static_cast<double>(i % columns),
          origin.y_m + spacing * static_cast<double>(i / columns), origin.z_m};
}

Position in_line(const Parameters& line, std::size_t i) {
  const Position origin = at_or_origin(line, "origin");
  return {origin.x_m + line.distance("spacing").value() * static_cast<double>(i), origin.y_m,
          origin.z_m};
}

std::vector<Position> positions(const Parameters& node, std::size_t count,
                                const std::string& name, std::uint64_t seed) {
  std::vector<Position> result(count);
  if (!node.has("position")) return result;
  const Value& made = node.raw("position");
  const Parameters where = parameters_of(made);
  RandomStream random(seed, "position/" + name);
  for (std::size_t i = 0; i < count; ++i) {
    if (made.tag == "at") result[i] = at(where);
    if (made.tag == "disc") result[i] = in_disc(where, random);
    if (made.tag == "grid") result[i] = in_grid(where, i);
    if (made.tag == "line") result[i] = in_line(where, i);
  }
  return result;
}

void check_name(const Member& node) {
  const std::string& name = node.name;
  const bool word = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
  if (name.empty() || !word) {
    fail_at(node.value.place, "nodes need names of letters, digits, - and _, got '" + name + "'");
  }
}

void check_profile(const Parameters& node, const std::vector<std::string>& known) {
  const std::string& profile = node.text("profile");
  if (std::find(known.begin(), known.end(), profile) != known.end()) return;
  fail_at(node.place("profile"), unknown_name_message("device", profile, known));
}

void add_group(Scenario& scenario, const Member& member, std::uint64_t seed,
               const std::vector<std::string>& known_profiles) {
  const Parameters node = parameters_of(member.value);
  Group group{member.name, "", {}, member.value.place};
  if (member.value.tag != "router") {
    check_profile(node, known_profiles);
    group.profile = node.text("profile");
  }
  const bool many = member.value.tag == "devices";
  const std::size_t count = many ? static_cast<std::size_t>(node.count("count")) : 1;
  const std::vector<Position> where = positions(node, count, member.name, seed);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = many ? member.name + "[" + std::to_string(i + 1) + "]" : member.name;
    group.members.push_back(static_cast<network::NodeId>(scenario.topology.nodes.size()));
    scenario.topology.nodes.push_back({name, where[i]});
    scenario.profiles.push_back(group.profile);
  }
  scenario.groups.push_back(std::move(group));
}

}  // namespace

void build_nodes(Scenario& scenario, const Value& nodes, std::uint64_t seed) {
  const std::vector<std::string> known =
      models::DeviceLibrary::load(models::default_data_folder() / "devices").names();
  if (nodes.kind != Value::Kind::object || !nodes.tag.empty() || !nodes.list.empty()) {
    fail_at(nodes.place, "'nodes' in scenario{}: expected a table NAME = device{}, devices{} or "
                         "router{}, got " + describe(nodes));
  }
  for (const Member& member : in_order(nodes)) {
    const std::string& tag = member.value.tag;
    if (tag != "device" && tag != "devices" && tag != "router") {
      fail_at(member.value.place, "node '" + member.name + "': expected device{}, devices{} or "
                                  "router{}, got " + describe(member.value));
    }
    check_name(member);
    add_group(scenario, member, seed, known);
  }
}

std::vector<network::NodeId> Scenario::nodes_named(const std::string& wanted,
                                                   const Place& where) const {
  std::vector<std::string> known;
  for (const Group& group : groups) {
    if (group.name == wanted) return group.members;
    known.push_back(group.name);
  }
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
    if (topology.nodes[i].name == wanted) return {static_cast<network::NodeId>(i)};
  }
  fail_at(where, unknown_name_message("node", wanted, known));
}

}  // namespace lastmile::scenarios
