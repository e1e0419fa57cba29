// What befalls the network: outages, coverage holes, nodes that come and go.
#include "scenarios/host/build.hpp"
#include "scenarios/host/build_motion.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

/// What stands in that list, each made by that constructor.
std::vector<Value> list_of(const Parameters& given, const char* key,
                           const std::string& constructor) {
  if (!given.has(key)) return {};
  const Value& list = given.raw(key);
  const std::string where =
      "'" + std::string(key) + "' in scenario{}: expected a list of " + constructor + "{}, got ";
  if (list.kind != Value::Kind::list) fail_at(list.place, where + describe(list));
  for (const Value& item : list.list) {
    if (item.tag == constructor) continue;
    fail_at(item.place.line > 0 ? item.place : list.place, where + "a list with " + describe(item));
  }
  return list.list;
}

/// The link of that name, or all that a group's call of it made ("name/node").
std::vector<network::LinkIndex> links_named(const Scenario& scenario, const std::string& wanted,
                                            const Place& place) {
  std::vector<network::LinkIndex> found;
  std::vector<std::string> known;
  for (network::LinkIndex i = 0; i < scenario.topology.links.size(); ++i) {
    const std::string& name = network::link_name(scenario.topology.links[i]);
    if (name == wanted || name.rfind(wanted + "/", 0) == 0) found.push_back(i);
    known.push_back(name);
  }
  if (!found.empty()) return found;
  fail_at(place, "'link' in outage{}: " + unknown_name_message("link", wanted, known));
}

void add_outage(Scenario& scenario, const Value& made) {
  const Parameters given = parameters_of(made);
  for (const network::LinkIndex link :
       links_named(scenario, given.text("link"), given.place("link"))) {
    network::Outage outage;
    outage.link = link;
    outage.from = SimTime(given.duration("from"));
    outage.length = given.duration("length");
    scenario.topology.outages.push_back(outage);
  }
}

void add_hole(Scenario& scenario, const Value& made) {
  const Parameters given = parameters_of(made);
  network::CoverageHole hole;
  hole.centre = place_or_origin(given, "center");
  hole.radius_m = given.distance("radius").value();
  hole.loss_db = given.decibels("loss").value();
  scenario.topology.holes.push_back(hole);
}

void add_churn(Scenario& scenario, const Value& made) {
  const Parameters given = parameters_of(made);
  for (const std::string& name : given.texts("nodes")) {
    for (const network::NodeId node : scenario.nodes_named(name, given.place("nodes"))) {
      for (const network::Churn& other : scenario.topology.churn) {
        if (other.node != node) continue;
        fail_at(given.place("nodes"), "'nodes' in churn{}: '" + scenario.topology.nodes[node].name +
                                          "' comes and goes by another churn{} already");
      }
      scenario.topology.churn.push_back(
          {node, given.duration("mean_up"), given.duration("mean_down")});
    }
  }
}

}  // namespace

void build_conditions(Scenario& scenario, const Parameters& given) {
  for (const Value& made : list_of(given, "outages", "outage")) add_outage(scenario, made);
  for (const Value& made : list_of(given, "holes", "hole")) add_hole(scenario, made);
  for (const Value& made : list_of(given, "churn", "churn")) add_churn(scenario, made);
  if (given.text("congestion") == "bbr") scenario.topology.congestion = network::Congestion::bbr;
}

}  // namespace lastmile::scenarios
