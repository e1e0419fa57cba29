#include "scenarios/host/link_words.hpp"

#include "network/coverage.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;
using network::Topology;

std::string count(std::size_t n, const std::string& one) {
  return std::to_string(n) + " " + one + (n == 1 ? "" : "s");
}

std::string standard(network::WifiStandard standard) {
  if (standard == network::WifiStandard::n) return "802.11n";
  return standard == network::WifiStandard::ac ? "802.11ac" : "802.11ax";
}

class Words {
 public:
  explicit Words(const Topology& topology) : topology_(topology) {}

  std::string operator()(const network::WifiLink& l) const {
    std::string channels;
    for (const int channel : l.channels)
      channels += (channels.empty() ? "" : ", ") + std::to_string(channel);
    return "Wi-Fi " + standard(l.standard) + ", " +
           centres("access point", l.access_points, l.gateway) + ", " +
           count(l.stations.size(), "station") + ", channel" +
           (l.channels.size() > 1 ? "s " : " ") + channels + ", " + std::to_string(l.width_mhz) +
           " MHz, " + count(static_cast<std::size_t>(l.streams), "stream") + ", " +
           format_dbm(l.transmit_power) +
           (l.rate_control == network::RateControl::minstrel ? ", minstrel" : "") +
           sleeping(l.power_save.profile);
  }
  std::string operator()(const network::AdhocLink& l) const {
    return "ad hoc Wi-Fi " + standard(l.standard) + ", " + count(l.members.size(), "member") +
           ", channel " + std::to_string(l.channel) + ", " + std::to_string(l.width_mhz) +
           " MHz, " + format_dbm(l.transmit_power);
  }
  std::string operator()(const network::LteLink& l) const {
    constexpr const char* fading[] = {"", ", fading EPA", ", fading EVA", ", fading ETU"};
    return "LTE, " + centres("cell", l.cells, l.gateway) + ", " + count(l.ues.size(), "UE") + ", " +
           std::to_string(l.bandwidth_rb) + " resource blocks, " + format_dbm(l.enb_power) +
           fading[static_cast<std::size_t>(l.fading)] + sleeping(l.states.profile);
  }
  std::string operator()(const network::NrLink& l) const {
    return "NR, " + centres("cell", l.cells, l.gateway) + ", " + count(l.ues.size(), "UE") +
           ", band " + l.options.band + ", " + exact_number(l.options.bandwidth_mhz) +
           " MHz, numerology " + std::to_string(l.options.numerology) + ", " +
           format_dbm(l.options.gnb_power) + sleeping(l.states.profile);
  }
  std::string operator()(const network::WiredLink& l) const {
    return std::string(l.wan ? "WAN " : "wire ") + ends(l.a, l.b) + format_byte_rate(l.rate) +
           ", " + format_duration(l.delay) + " one way" +
           (l.jitter > Duration(0) ? ", jitter " + format_duration(l.jitter) : "") +
           (l.loss > 0 ? ", loss " + exact_number(100 * l.loss) + " %" : "") +
           (l.background > 0 ? ", background " + exact_number(100 * l.background) + " %" : "");
  }
  std::string operator()(const network::RecordedLink& l) const {
    const network::Trace& trace = topology_.traces[l.trace];
    const network::TraceStep mean = network::mean_of(trace);
    return "recorded " + ends(l.device, l.site) + trace.name + ", " +
           format_duration(trace.length) + (l.loop ? " looped" : " once") + ", mean down " +
           format_byte_rate(mean.down) + ", up " + format_byte_rate(mean.up) + ", rtt " +
           format_duration(mean.rtt);
  }
  std::string operator()(const network::NarrowLink& l) const {
    return l.profile + " " + ends(l.device, l.site) + "down " + format_byte_rate(l.down) + ", up " +
           format_byte_rate(l.up) +
           (l.duty_cycle < 1 ? ", duty cycle " + exact_number(100 * l.duty_cycle) + " %" : "");
  }

 private:
  [[nodiscard]] const std::string& name(NodeId node) const { return topology_.nodes[node].name; }
  [[nodiscard]] std::string ends(NodeId a, NodeId b) const {
    return name(a) + " - " + name(b) + ", ";
  }
  [[nodiscard]] std::string centres(const std::string& what, const std::vector<NodeId>& nodes,
                                    NodeId gateway) const {
    if (nodes.size() == 1 && nodes.front() == gateway) return what + " " + name(gateway);
    return count(nodes.size(), what) + ", gateway " + name(gateway);
  }
  static std::string sleeping(const std::string& profile) {
    return profile.empty() ? "" : ", sleeps by " + profile;
  }
  const Topology& topology_;
};

struct MotionWords {
  const Topology& topology;
  std::string operator()(const network::Still&) const { return ""; }
  std::string operator()(const network::RandomWaypoint& m) const {
    return "random waypoint " + exact_number(m.slowest_mps) +
           (m.fastest_mps > m.slowest_mps ? " to " + exact_number(m.fastest_mps) : "") + " m/s" +
           (m.pause > Duration(0) ? ", pause " + format_duration(m.pause) : "");
  }
  std::string operator()(const network::GaussMarkov& m) const {
    return "Gauss-Markov " + format_speed(Speed(m.mean_mps)) + ", memory " + exact_number(m.memory);
  }
  std::string operator()(const network::RoadTrip& m) const {
    return "road trip " + format_speed(Speed(m.mps)) + ", " +
           count(topology.roads[m.roads].roads.size(), "road");
  }
  std::string operator()(const network::Track& m) const {
    return "track of " + count(m.points.size(), "point") + " until " +
           format_duration(m.points.back().time.time_since_epoch());
  }
};

}  // namespace

std::string words_of(const network::Link& link, const Topology& topology) {
  return std::visit(Words(topology), link);
}

std::string words_of_reach(const network::Link& link) {
  double metres = 0;
  if (const auto* l = std::get_if<network::WifiLink>(&link)) metres = network::reach_m(*l);
  if (const auto* l = std::get_if<network::AdhocLink>(&link)) metres = network::reach_m(*l);
  if (const auto* l = std::get_if<network::LteLink>(&link)) metres = network::reach_m(*l);
  if (const auto* l = std::get_if<network::NrLink>(&link)) metres = network::reach_m(*l);
  return metres > 0 ? "reach " + format_metres(Metres(metres)) : "";
}

std::string words_of(const network::Motion& motion, const Topology& topology) {
  return std::visit(MotionWords{topology}, motion);
}

std::vector<std::string> words_of_conditions(const Scenario& scenario) {
  const Topology& topology = scenario.topology;
  std::vector<std::string> lines;
  for (const network::Outage& outage : topology.outages) {
    lines.push_back("outage of " + network::link_name(topology.links[outage.link]) + " from " +
                    format_duration(outage.from.time_since_epoch()) + " for " +
                    format_duration(outage.length));
  }
  for (const network::CoverageHole& hole : topology.holes) {
    lines.push_back("hole at (" + exact_number(hole.centre.x_m) + ", " +
                    exact_number(hole.centre.y_m) + ") m, radius " +
                    format_metres(Metres(hole.radius_m)) + ", " + exact_number(hole.loss_db) +
                    " dB weaker");
  }
  for (const network::Churn& churn : topology.churn) {
    lines.push_back("churn of " + topology.nodes[churn.node].name + ": up " +
                    format_duration(churn.mean_up) + ", down " + format_duration(churn.mean_down) +
                    " on average");
  }
  if (topology.congestion == network::Congestion::bbr)
    lines.emplace_back("TCP's congestion control is BBR");
  return lines;
}

std::string words_of_group(const Scenario& scenario, const Group& group) {
  const NodeId first = group.members.front();
  const std::string motion = words_of(scenario.topology.nodes[first].motion, scenario.topology);
  const Joules battery = scenario.batteries[first];
  return group.name + ": " + std::to_string(group.members.size()) + " x " +
         (group.profile.empty() ? "router" : group.profile) +
         (motion.empty() ? "" : ", " + motion) +
         (battery.value() > 0 ? ", battery " + format_joules(battery) : "");
}

}  // namespace lastmile::scenarios
