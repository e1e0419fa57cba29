#include <algorithm>
#include <cctype>

#include "models/data_file.hpp"
#include "models/device.hpp"
#include "network/validate.hpp"
#include "scenarios/host/build.hpp"
#include "scenarios/host/build_motion.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

using network::Position;

/// Uniform over the disc, by rejection: no angle, so no libm.
Position in_disc(const Parameters& disc, RandomStream& random) {
  const double radius = disc.distance("radius").value();
  const Position center = place_or_origin(disc, "center");
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
  const Position origin = place_or_origin(grid, "origin");
  return {origin.x_m + spacing * static_cast<double>(i % columns),
          origin.y_m + spacing * static_cast<double>(i / columns), origin.z_m};
}

Position in_line(const Parameters& line, std::size_t i) {
  const Position origin = place_or_origin(line, "origin");
  return {origin.x_m + line.distance("spacing").value() * static_cast<double>(i), origin.y_m,
          origin.z_m};
}

Position position(const Value& made, const Parameters& where, std::size_t i, RandomStream& random) {
  if (made.tag == "disc") return in_disc(where, random);
  if (made.tag == "grid") return in_grid(where, i);
  if (made.tag == "line") return in_line(where, i);
  if (made.tag == "area") return draw_in(area_of(made), random);
  return {where.distance("x").value(), where.distance("y").value(), where.distance("z").value()};
}

/// Sets where the group's nodes start.
void place_nodes(Scenario& scenario, const Parameters& node, const Group& group, std::uint64_t seed) {
  RandomStream random(seed, "position/" + group.name);
  const bool track = node.has("motion") && node.raw("motion").tag == "track";
  if (track && node.has("position")) {
    fail_at(node.place("position"), "'position' of '" + group.name +
                                        "': its track says where it is; leave one of the two out");
  }
  const Value* made = node.has("position") ? &node.raw("position") : nullptr;
  const Parameters where = made != nullptr ? parameters_of(*made) : Parameters();
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    network::Node& one = scenario.topology.nodes[group.members[i]];
    one.position = made != nullptr ? position(*made, where, i, random)
                                   : start_of(scenario, one.motion, random);
  }
}

void check_motion(const Scenario& scenario, const Parameters& node, const Group& group) {
  if (!node.has("motion")) return;
  for (const network::NodeId member : group.members) {
    try {
      network::validate_motion(scenario.topology, scenario.topology.nodes[member]);
    } catch (const ConfigError& error) {
      fail_at(node.place("motion"), node.raw("motion").tag + "{}: " + error.what());
    }
  }
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
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) {
    names.push_back(many ? member.name + "[" + std::to_string(i) + "]" : member.name);
  }
  std::vector<network::Motion> motions = motions_of(scenario, node, names);
  for (std::size_t i = 0; i < count; ++i) {
    group.members.push_back(static_cast<network::NodeId>(scenario.topology.nodes.size()));
    scenario.topology.nodes.push_back({names[i], {}, std::move(motions[i])});
    scenario.profiles.push_back(group.profile);
    scenario.batteries.push_back(node.has("battery") ? node.energy("battery") : Joules(0));
  }
  place_nodes(scenario, node, group, seed);
  check_motion(scenario, node, group);
  scenario.groups.push_back(std::move(group));
}

}  // namespace

void build_nodes(Scenario& scenario, const Value& nodes, std::uint64_t seed) {
  const std::vector<std::string> known =
      models::DeviceLibrary::load_default().names();
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
