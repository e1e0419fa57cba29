#include "network/fluid/paths.hpp"

#include <algorithm>

#include "network/fluid/duty_budget.hpp"
#include "network/fluid/lte_rate.hpp"
#include "network/fluid/lte_tables.hpp"
#include "network/fluid/packets.hpp"
#include "network/fluid/radio_math.hpp"
#include "network/fluid/wifi_tables.hpp"
#include "network/ns3/nr/flow_rate.hpp"

namespace lastmile::network::fluid {
namespace {

[[noreturn]] void out_of_range(const std::string& link, const std::string& a, const std::string& b,
                               double snr_db, double needed_db) {
  throw ConfigError("link '" + link + "': '" + a + "' and '" + b +
                    "' are too far apart: signal to noise ratio " + std::to_string(snr_db) +
                    " dB, at least " + std::to_string(needed_db) + " dB needed");
}

}  // namespace

Paths::Paths(const Topology& topology, const Coefficients& coefficients, FlowSystem& flows)
    : topology_(topology), routes_(topology), c_(coefficients),
      contention_(c_.wifi.cw_min, c_.wifi.cw_doublings) {
  for (const Link& link : topology_.links) {
    models_.push_back(std::visit([&](const auto& l) { return model_of(l, flows); }, link));
  }
}

double Paths::metres(NodeId a, NodeId b) const {
  return radio_distance_m(topology_.nodes[a].position, topology_.nodes[b].position);
}

void Paths::check_range(const std::string& link, const WifiChannel& channel, NodeId a,
                        NodeId b) const {
  const double snr_db = wifi_snr_db(channel, metres(a, b), c_.wifi);
  const double needed_db = kWifiMcs.front().least_snr_db;
  if (snr_db < needed_db) {
    out_of_range(link, topology_.nodes[a].name, topology_.nodes[b].name, snr_db, needed_db);
  }
}

// Links on the same channel hear each other, infrastructure and ad hoc alike.
std::uint32_t Paths::airtime_of(int channel, int width_mhz, FlowSystem& flows) {
  const auto known = airtimes_.find({channel, width_mhz});
  if (known != airtimes_.end()) return known->second;
  return airtimes_[{channel, width_mhz}] = flows.add_resource(1.0);
}

Paths::LinkModel Paths::model_of(const WifiLink& link, FlowSystem& flows) {
  LinkModel model;
  model.forward = model.backward = airtime_of(link.channels.front(), link.width_mhz, flows);
  model.wifi = {link.standard, link.width_mhz, link.streams, link.transmit_power};
  for (const NodeId s : link.stations) check_range(link.name, model.wifi, link.gateway, s);
  return model;
}

Paths::LinkModel Paths::model_of(const AdhocLink& link, FlowSystem& flows) {
  LinkModel model;
  model.forward = model.backward = airtime_of(link.channel, link.width_mhz, flows);
  model.wifi = {link.standard, link.width_mhz, link.streams, link.transmit_power};
  for (std::size_t i = 0; i < link.members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      check_range(link.name, model.wifi, link.members[j], link.members[i]);
    }
  }
  return model;
}

Paths::LinkModel Paths::model_of(const LteLink& link, FlowSystem& flows) const {
  LinkModel model;
  model.forward = flows.add_resource(1.0);
  model.backward = flows.add_resource(1.0);
  for (const NodeId ue : link.ues) {
    const double down_db = lte_downlink_snr_db(link, metres(link.gateway, ue), c_.lte);
    const double up_db = lte_uplink_snr_db(link, metres(link.gateway, ue), c_.lte);
    const double needed_db = kLteSteps.front().least_snr_db;
    if (std::min(down_db, up_db) < needed_db) {
      out_of_range(link.name, topology_.nodes[link.gateway].name, topology_.nodes[ue].name,
                   std::min(down_db, up_db), needed_db);
    }
    model.best_down = std::max(model.best_down, lte_downlink_rate(link, down_db, c_.lte));
    model.best_up = std::max(model.best_up, lte_uplink_rate(link, up_db, c_.lte));
  }
  return model;
}

double Paths::to_nearest_cell(const NrLink& link, NodeId ue) const {
  double nearest = metres(link.cells.front(), ue);
  for (const NodeId cell : link.cells) nearest = std::min(nearest, metres(cell, ue));
  return nearest;
}

// One cell only so far: all UEs share one carrier, as if the network had a single cell.
Paths::LinkModel Paths::model_of(const NrLink& link, FlowSystem& flows) const {
  LinkModel model;
  model.forward = flows.add_resource(1.0);
  model.backward = flows.add_resource(1.0);
  for (const NodeId ue : link.ues) {
    const double d = to_nearest_cell(link, ue);
    model.best_down = std::max(model.best_down, nr::flow_rate(link.options, d, nr::Direction::down));
    model.best_up = std::max(model.best_up, nr::flow_rate(link.options, d, nr::Direction::up));
  }
  return model;
}

Paths::LinkModel Paths::model_of(const WiredLink& link, FlowSystem& flows) const {
  LinkModel model;
  model.forward = flows.add_resource(link.rate.value());
  model.backward = flows.add_resource(link.rate.value());
  return model;
}

PathIndex Paths::between(NodeId from, NodeId to) {
  PathIndex& found = index_(from, to);
  if (found == 0) {
    paths_.push_back(make(from, to));
    found = static_cast<PathIndex>(paths_.size());
  }
  return found - 1;
}

Path Paths::make(NodeId from, NodeId to) const {
  Path path, back;
  for (const Hop& hop : routes_.between(from, to)) path.hops.push_back(translate(hop));
  for (const Hop& hop : routes_.between(to, from)) back.hops.push_back(translate(hop));
  SIM_CHECK(!path.hops.empty(), "no route from " + topology_.nodes[from].name + " to " +
                                    topology_.nodes[to].name);
  for (const PathHop& h : path.hops) {
    const LinkModel& model = models_[h.hop.link];
    path.delay += h.delay;
    path.wifi = path.wifi || h.kind == HopKind::wifi;
    path.recorded = path.recorded || h.kind == HopKind::recorded;
    path.limited = path.limited || (h.narrow != nullptr && h.narrow->duty_cycle < 1);
    if (h.kind == HopKind::lte_down) path.weight = std::min(path.weight, h.rate / model.best_down);
    if (h.kind == HopKind::lte_up) path.weight = std::min(path.weight, h.rate / model.best_up);
    if (h.kind != HopKind::lte_up || h.nr) continue;
    path.report_bytes = c_.lte.report_bytes / (cost(h, 1e6, Transport::tcp) * h.rate / 1e6);
    path.reported_rate = h.rate;
  }
  path.round_trip = one_way(path) + one_way(back);
  find_turns(path);
  return path;
}

// A path whose narrowest part is a wire must not keep the air while it waits for the wire.
void Paths::find_turns(Path& path) const {
  const auto wifi = [](const PathHop& hop) { return hop.kind == HopKind::wifi; };
  const auto first = std::find_if(path.hops.begin(), path.hops.end(), wifi);
  if (first == path.hops.end()) return;
  path.air_hop = static_cast<std::size_t>(first - path.hops.begin());
  path.turn_bytes = wifi_turn_bytes(*first->wifi, first->rate, c_);
  const double air_s = airtime(*first, path.turn_bytes, Transport::tcp).channel;
  path.turns = std::all_of(path.hops.begin(), path.hops.end(), [&](const PathHop& hop) {
    if (wifi(hop)) return hop.resource == first->resource;
    return hop.kind != HopKind::recorded &&
           cost(hop, path.turn_bytes, Transport::tcp) / capacity_of(hop) < air_s;
  });
}

PathHop Paths::translate(const Hop& hop) const {
  const Link& link = topology_.links[hop.link];
  if (const auto* wire = std::get_if<WiredLink>(&link)) return wire_hop(hop, *wire);
  if (const auto* cell = std::get_if<LteLink>(&link)) return lte_hop(hop, *cell);
  if (const auto* cells = std::get_if<NrLink>(&link)) return nr_hop(hop, *cells);
  if (const auto* series = std::get_if<RecordedLink>(&link)) return recorded_hop(hop, *series);
  if (const auto* narrow = std::get_if<NarrowLink>(&link)) return narrow_hop(hop, *narrow);
  return wifi_hop(hop);
}

PathHop Paths::wifi_hop(const Hop& hop) const {
  const LinkModel& model = models_[hop.link];
  const double snr_db = wifi_snr_db(model.wifi, metres(hop.from, hop.to), c_.wifi);
  const double rate = c_.wifi.fixed_rate > 0 ? c_.wifi.fixed_rate : wifi_rate(model.wifi, snr_db);
  return {hop, HopKind::wifi, model.forward, rate, Duration(0), &model.wifi};
}

PathHop Paths::lte_hop(const Hop& hop, const LteLink& link) const {
  const LinkModel& model = models_[hop.link];
  const double d = metres(hop.from, hop.to);
  if (hop.from == link.gateway) {
    const double rate = lte_downlink_rate(link, lte_downlink_snr_db(link, d, c_.lte), c_.lte);
    return {hop, HopKind::lte_down, model.forward, rate, seconds(c_.lte.downlink_delay_s), nullptr};
  }
  const double rate = lte_uplink_rate(link, lte_uplink_snr_db(link, d, c_.lte), c_.lte);
  return {hop, HopKind::lte_up, model.backward, rate, seconds(c_.lte.uplink_delay_s), nullptr};
}

PathHop Paths::nr_hop(const Hop& hop, const NrLink& link) const {
  const LinkModel& model = models_[hop.link];
  const bool down = hop.from == link.gateway;
  const nr::Direction direction = down ? nr::Direction::down : nr::Direction::up;
  const double d = to_nearest_cell(link, down ? hop.to : hop.from);
  PathHop result{hop, down ? HopKind::lte_down : HopKind::lte_up,
                 down ? model.forward : model.backward,
                 nr::flow_rate(link.options, d, direction) * c_.nr.rate_factor,
                 nr::access_delay(link.options, direction), nullptr, nullptr, true};
  result.unit_s = to_seconds(nr::unit_period(link.options, direction));
  result.first_bytes = down ? result.rate * result.unit_s : link.options.first_grant.value();
  return result;
}

PathHop Paths::wire_hop(const Hop& hop, const WiredLink& link) const {
  const LinkModel& model = models_[hop.link];
  const std::uint32_t resource = hop.from == link.a ? model.forward : model.backward;
  return {hop, HopKind::wire, resource, link.rate.value(), link.delay, nullptr};
}

Airtime Paths::airtime(const PathHop& hop, double bytes, Transport transport) const {
  return wifi_airtime(*hop.wifi, hop.rate, bytes, transport, c_);
}

double Paths::cost(const PathHop& hop, double bytes, Transport transport) const {
  if (hop.kind == HopKind::wifi) return airtime(hop, bytes, transport).channel;
  if (hop.kind == HopKind::recorded) return bytes;
  if (hop.kind == HopKind::narrow) return narrow_airtime_s(*hop.narrow, hop.rate, bytes) * hop.rate;
  const Packets packets = packets_of(bytes, transport, c_.transport);
  if (hop.kind == HopKind::wire) return packets.bytes + packets.count * c_.wired.frame_bytes;
  return (packets.bytes + packets.count * c_.lte.layer2_bytes) / hop.rate;
}

namespace {

void add_use(std::vector<Use>& out, const Use& use) {
  const auto same = std::find_if(out.begin(), out.end(),
                                 [&](const Use& u) { return u.resource == use.resource; });
  if (same == out.end()) {
    out.push_back(use);
  } else {
    same->per_byte += use.per_byte;  // station to station through the access point
  }
}

}  // namespace

void Paths::uses(const Path& path, double bytes, Transport transport, bool last,
                 std::vector<Use>& out) const {
  out.clear();
  for (const PathHop& hop : path.hops) {
    if (hop.kind != HopKind::wifi) {
      out.push_back({hop.resource, cost(hop, bytes, transport) / bytes});
      continue;  // no two hops of a route share it
    }
    const Airtime air = airtime(hop, bytes, transport);
    const double taken = last ? air.channel - air.trailing : air.channel;
    add_use(out, {hop.resource, taken / bytes});
  }
}

void Paths::trailing(const Path& path, double bytes, Transport transport,
                     std::vector<Use>& out) const {
  out.clear();
  for (const PathHop& hop : path.hops) {
    if (hop.kind != HopKind::wifi) continue;
    add_use(out, {hop.resource, airtime(hop, bytes, transport).trailing});
  }
}

double Paths::contention_s(const Path& path, double bytes, Transport transport,
                           std::size_t senders) const {
  const PathHop& hop = path.hops[path.air_hop];
  const WifiCoefficients& w = c_.wifi;
  const bool replies = transport == Transport::tcp;
  const double idle = contention_.idle(senders) - contention_.idle(1);
  const double lost_s = wifi_ppdu_s(*hop.wifi, hop.rate, bytes, transport, c_) + wifi_eifs_s(w);
  return (replies ? 2 : 1) * (w.backoff_factor * idle * w.slot_s +
                              w.collision_factor * contention_.lost(senders) * lost_s);
}

double Paths::riding(const PathHop& hop, double bytes, Transport transport) const {
  if (hop.kind != HopKind::wifi) return cost(hop, bytes, transport) / bytes;
  return wifi_riding_s(hop.rate, bytes, transport, c_) / bytes;
}

// LTE's delays already hold the time of a packet.
double Paths::packet_time(const PathHop& hop, double bytes, Transport transport) const {
  if (capacity_of(hop) == hop.rate) return cost(hop, bytes, transport) / hop.rate;
  if (hop.kind != HopKind::wifi) return 0;
  const Airtime air = airtime(hop, bytes, Transport::udp);
  return air.channel - air.trailing;
}

// A message is there when its last scheduling unit is, and one unit is in the delay already: down
// it carries bytes, up no more than the request is answered with.
double Paths::rest_of_unit(const PathHop& hop, double bytes, Transport transport) const {
  if (hop.unit_s <= 0) return 0;
  const double sent_s = cost(hop, bytes, transport);
  const double first_s = hop.first_bytes / hop.rate;
  const double units = std::ceil(std::max(0.0, sent_s - first_s) / hop.unit_s);
  return units * hop.unit_s - sent_s;
}

Duration Paths::tail(const Path& path, double bytes, Transport transport) const {
  double rest = 0;
  for (const PathHop& hop : path.hops) rest += rest_of_unit(hop, bytes, transport);
  rest += to_seconds(path.delay);
  if (path.hops.size() == 1) return seconds(std::max(0.0, rest));
  const TransportCoefficients& t = c_.transport;
  const double most = transport == Transport::tcp ? t.tcp_payload_bytes : t.udp_payload_bytes;
  double sum = 0, slowest = 0;
  for (const PathHop& hop : path.hops) {
    const double time = packet_time(hop, std::min(bytes, most), transport);
    sum += time;
    slowest = std::max(slowest, time);
  }
  return seconds(std::max(0.0, rest + std::max(0.0, sum - slowest)));
}

Duration Paths::one_way(const Path& path) const {
  double sum = 0;
  for (const PathHop& hop : path.hops) {
    sum += to_seconds(hop.delay) + packet_time(hop, 1, Transport::tcp);
  }
  return seconds(sum);
}

Duration Paths::nominal(const Path& path, double bytes) const {
  double longest = 0;
  std::vector<Use> all;
  uses(path, bytes, Transport::tcp, true, all);
  for (const Use& use : all) {
    for (const PathHop& hop : path.hops) {
      if (hop.resource != use.resource) continue;
      longest = std::max(longest, use.per_byte * bytes / capacity_of(hop));
    }
  }
  return seconds(longest) + tail(path, bytes, Transport::tcp);
}

}  // namespace lastmile::network::fluid
