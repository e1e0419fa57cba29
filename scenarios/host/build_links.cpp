#include <array>
#include <set>
#include <tuple>

#include "scenarios/host/build.hpp"
#include "scenarios/host/known_links.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;

class LinkBuilder {
 public:
  LinkBuilder(Scenario& scenario, const Value& made)
      : scenario_(scenario), made_(made), given_(parameters_of(made)) {}

  void add() {
    if (made_.tag == "wifi") add_wifi();
    else if (made_.tag == "adhoc") add_adhoc();
    else if (made_.tag == "lte") add_lte();
    else if (made_.tag == "nr") add_nr();
    else if (made_.tag == "recorded") add_recorded();
    else if (made_.tag == "narrow") add_narrow();
    else add_wires();
  }

 private:
  std::vector<NodeId> nodes(const char* key) const {
    const Value& value = given_.raw(key);
    const std::vector<std::string> names =
        value.kind == Value::Kind::text ? std::vector<std::string>{value.text} : given_.texts(key);
    std::vector<NodeId> result;
    for (const std::string& name : names) {
      for (const NodeId node : scenario_.nodes_named(name, value.place)) result.push_back(node);
    }
    return result;
  }
  NodeId one_node(const char* key) const {
    const std::vector<NodeId> found = nodes(key);
    if (found.size() == 1) return found.front();
    fail_at(given_.place(key), "'" + std::string(key) + "' in " + made_.tag + "{}: '" +
                                   given_.text(key) + "' are " + std::to_string(found.size()) +
                                   " nodes; name one, e.g. '" + given_.text(key) + "[1]'");
  }
  std::string name() const {
    if (given_.has("name")) return given_.text("name");
    return made_.tag + "[" + std::to_string(scenario_.topology.links.size() + 1) + "]";
  }
  network::WifiStandard standard() const {
    const std::string& text = given_.text("standard");
    if (text == "802.11n") return network::WifiStandard::n;
    return text == "802.11ac" ? network::WifiStandard::ac : network::WifiStandard::ax;
  }
  int width_mhz() const {
    const double mhz = given_.frequency("width").value() / 1e6;
    for (const int allowed : {20, 40, 80}) {
      if (mhz == allowed) return allowed;
    }
    fail_at(given_.place("width"), "'width' in " + made_.tag + "{}: allowed are 20MHz, 40MHz and "
                                   "80MHz, got '" + given_.raw("width").text + "'");
  }
  int resource_blocks() const {
    constexpr std::array<std::pair<double, int>, 6> blocks = {
        {{1.4e6, 6}, {3e6, 15}, {5e6, 25}, {10e6, 50}, {15e6, 75}, {20e6, 100}}};
    for (const auto& [hertz, count] : blocks) {
      if (given_.frequency("bandwidth").value() == hertz) return count;
    }
    fail_at(given_.place("bandwidth"),
            "'bandwidth' in lte{}: allowed are 1.4MHz, 3MHz, 5MHz, 10MHz, 15MHz and 20MHz, got '" +
                given_.raw("bandwidth").text + "'");
  }
  /// Radio models have no answer at distance zero.
  void check_apart(const std::vector<NodeId>& members) const {
    std::set<std::tuple<double, double, double>> seen;
    for (const NodeId node : members) {
      const network::Position& p = scenario_.topology.nodes[node].position;
      if (!seen.emplace(p.x_m, p.y_m, p.z_m).second) {
        fail_at(made_.place, made_.tag + "{}: '" + scenario_.topology.nodes[node].name +
                                 "' stands where another radio stands; give it a position, e.g. "
                                 "lm.disc{}, lm.grid{}, lm.line{} or lm.at{}");
      }
    }
  }
  int integer(const char* key) const { return static_cast<int>(given_.count(key)); }

  void add_wifi() {
    network::WifiLink link;
    link.name = name();
    link.standard = standard();
    link.gateway = one_node("access_point");
    link.access_points = {link.gateway};
    link.stations = nodes("stations");
    link.channels = {integer("channel")};
    link.width_mhz = width_mhz();
    link.streams = integer("streams");
    link.transmit_power = given_.dbm("power");
    std::vector<NodeId> radios = link.stations;
    radios.push_back(link.gateway);
    check_apart(radios);
    scenario_.topology.links.emplace_back(std::move(link));
  }
  void add_adhoc() {
    network::AdhocLink link;
    link.name = name();
    link.standard = standard();
    link.members = nodes("nodes");
    link.channel = integer("channel");
    link.width_mhz = width_mhz();
    link.streams = integer("streams");
    link.transmit_power = given_.dbm("power");
    check_apart(link.members);
    scenario_.topology.links.emplace_back(std::move(link));
  }
  void add_lte() {
    network::LteLink link;
    link.name = name();
    link.gateway = one_node("site");
    link.cells = {link.gateway};
    link.ues = nodes("ues");
    link.bandwidth_rb = resource_blocks();
    link.downlink_earfcn = integer("downlink_earfcn");
    link.uplink_earfcn = integer("uplink_earfcn");
    link.enb_power = given_.dbm("site_power");
    link.ue_power = given_.dbm("ue_power");
    if (given_.text("scheduler") == "round_robin") {
      link.scheduler = network::LteScheduler::round_robin;
    }
    std::vector<NodeId> radios = link.ues;
    radios.push_back(link.gateway);
    check_apart(radios);
    scenario_.topology.links.emplace_back(std::move(link));
  }
  void add_nr() {
    network::NrLink link;
    link.name = name();
    link.cells = nodes("cells");
    link.gateway = given_.has("gateway") ? one_node("gateway") : link.cells.front();
    link.ues = nodes("ues");
    nr_carrier(link.options);
    nr_medium(link.options);
    std::vector<NodeId> radios = link.ues;
    radios.insert(radios.end(), link.cells.begin(), link.cells.end());
    check_apart(radios);
    scenario_.topology.links.emplace_back(std::move(link));
  }
  void nr_carrier(network::NrOptions& o) const {
    o.band = given_.text("band");
    o.bandwidth_mhz = given_.frequency("bandwidth").value() / 1e6;
    o.numerology = integer("numerology");
    o.tdd_pattern = given_.text("tdd");
    o.special_slot = given_.text("special_slot");
    o.minislot_symbols = integer("minislot");
    o.layers_down = integer("layers_down");
    o.layers_up = integer("layers_up");
    o.gnb_power = given_.dbm("cell_power");
    o.ue_power = given_.dbm("ue_power");
  }
  void nr_medium(network::NrOptions& o) const {
    using network::NrEnvironment, network::NrSight, network::NrScheduler, network::NrMcsTable;
    const std::string& where = given_.text("environment");
    o.environment = where == "urban_micro" ? NrEnvironment::umi
                    : where == "indoor"    ? NrEnvironment::inh_office
                    : where == "rural"     ? NrEnvironment::rma
                                           : NrEnvironment::uma;
    const std::string& sight = given_.text("line_of_sight");
    o.sight = sight == "always" ? NrSight::always : sight == "never" ? NrSight::never : NrSight::by_probability;
    const std::string& rule = given_.text("scheduler");
    o.scheduler = rule == "round_robin" ? NrScheduler::round_robin
                  : rule == "max_rate"  ? NrScheduler::max_rate
                                        : NrScheduler::proportional_fair;
    const std::string& mcs = given_.text("mcs_table");
    o.mcs_table = mcs == "64qam" ? NrMcsTable::qam64 : mcs == "low_rate" ? NrMcsTable::low_rate : NrMcsTable::qam256;
    o.fading = given_.text("fading") == "rayleigh" ? network::NrFading::rayleigh_blocks : network::NrFading::none;
    o.shadowing = given_.flag("shadowing");
    o.configured_grant = given_.flag("configured_grant");
    o.acknowledged = given_.text("rlc") == "acknowledged";
    o.target_bler = given_.number("target_bler");
    o.backhaul = given_.duration("backhaul");
  }
  /// A link for every node of a group at the one end.
  void add_wires() {
    const std::vector<NodeId> from = nodes("from");
    for (const NodeId node : from) {
      network::WiredLink link;
      link.name = name();
      if (from.size() > 1 && given_.has("name")) {
        link.name += "/" + scenario_.topology.nodes[node].name;
      }
      link.a = node;
      link.b = one_node("to");
      link.rate = given_.byte_rate("rate");
      link.wan = made_.tag == "wan";
      link.delay = link.wan ? given_.duration("rtt") / 2 : given_.duration("delay");
      scenario_.topology.links.emplace_back(std::move(link));
    }
  }

  std::string name_of(NodeId node, bool several) const {
    const bool shared = several && given_.has("name");
    return shared ? name() + "/" + scenario_.topology.nodes[node].name : name();
  }
  void add_recorded() {
    const std::vector<NodeId> from = nodes("from");
    const std::uint32_t trace = load_trace(scenario_, given_.text("trace"), given_.place("trace"));
    for (const NodeId node : from) {
      network::RecordedLink link;
      link.name = name_of(node, from.size() > 1);
      link.device = node;
      link.site = one_node("to");
      link.trace = trace;
      link.loop = given_.flag("loop");
      scenario_.topology.links.emplace_back(std::move(link));
    }
  }
  void add_narrow() {
    const std::vector<NodeId> from = nodes("from");
    for (const NodeId node : from) {
      network::NarrowLink link = narrow_profile(given_.text("profile"), given_.place("profile"));
      link.name = name_of(node, from.size() > 1);
      link.device = node;
      link.site = one_node("to");
      scenario_.topology.links.emplace_back(std::move(link));
    }
  }

  Scenario& scenario_;
  const Value& made_;
  Parameters given_;
};

}  // namespace

void build_links(Scenario& scenario, const Value& links) {
  if (links.kind != Value::Kind::list) {
    fail_at(links.place, "'network' in scenario{}: expected a list of links, got " +
                             describe(links));
  }
  for (const Value& made : links.list) {
    const bool known = made.tag == "wifi" || made.tag == "adhoc" || made.tag == "lte" || made.tag == "nr" ||
                       made.tag == "wire" || made.tag == "wan" ||
                       made.tag == "recorded" || made.tag == "narrow";
    if (!known) {
      fail_at(made.place, "'network' in scenario{}: expected wifi{}, adhoc{}, lte{}, nr{}, wire{}, "
                          "wan{}, recorded{} or narrow{}, got " + describe(made));
    }
    LinkBuilder(scenario, made).add();
  }
}

}  // namespace lastmile::scenarios
