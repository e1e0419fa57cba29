#include "network/fluid/paths.hpp"

#include <algorithm>

#include "network/fluid/broadcast_airtime.hpp"
#include "network/fluid/duty_budget.hpp"
#include "network/fluid/packets.hpp"
#include "network/fluid/wires.hpp"
#include "network/ns3/nr/flow_rate.hpp"

namespace lastmile::network::fluid {

Paths::Paths(const Topology& topology, const Coefficients& coefficients, FlowSystem& flows,
             const Engine* clock, std::uint64_t seed)
    : topology_(topology), routes_(topology), c_(coefficients),
      contention_(c_.wifi.cw_min, c_.wifi.cw_doublings), places_(topology_, clock, seed),
      outages_(topology_), radios_(topology_, c_, places_, flows) {
  models_.resize(topology_.links.size());
  for (LinkIndex i = 0; i < topology_.links.size(); ++i) add(i, flows);
}

void Paths::add(LinkIndex index, FlowSystem& flows) {
  LinkModel& model = models_[index];
  std::visit([&](const auto& link) {
    if constexpr (requires { model_of(link, flows); }) model = model_of(link, flows);
    else radios_.add(index, link);
  }, topology_.links[index]);
  if (std::holds_alternative<LteLink>(topology_.links[index])) {
    model.delay_down = seconds(c_.lte.downlink_delay_s);
    model.delay_up = seconds(c_.lte.uplink_delay_s);
  }
  if (const auto* nr = std::get_if<NrLink>(&topology_.links[index])) {
    model.delay_down = nr::access_delay(nr->options, nr::Direction::down);
    model.delay_up = nr::access_delay(nr->options, nr::Direction::up);
    model.unit_down = nr::unit_period(nr->options, nr::Direction::down);
    model.unit_up = nr::unit_period(nr->options, nr::Direction::up);
  }
}

PathIndex Paths::between(NodeId from, NodeId to) {
  PathIndex& found = index_(from, to);
  if (found == 0) {
    paths_.push_back(make(from, to));
    found = static_cast<PathIndex>(paths_.size());
  }
  return found - 1;
}

Paths::LinkModel Paths::model_of(const WiredLink& link, FlowSystem& flows) const {
  LinkModel model;
  model.forward = flows.add_resource(wire_rate(link));
  model.backward = flows.add_resource(wire_rate(link));
  return model;
}

PathHop Paths::wire_hop(const Hop& hop, const WiredLink& link) const {
  PathHop result{hop,  HopKind::wire, resource_from(hop.link, hop.from), wire_rate(link), wire_delay(link),
                 nullptr};
  result.loss = link.loss;
  return result;
}

Airtime Paths::airtime(const PathHop& hop, double bytes, Transport transport) const {
  if (hop.broadcast) return broadcast_airtime(bytes, c_);
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
  const double times = transport == Transport::tcp ? path.resent : 1;
  for (const PathHop& hop : path.hops) {
    if (hop.kind != HopKind::wifi) {
      out.push_back({hop.resource, times * cost(hop, bytes, transport) / bytes});
      continue;  // no two hops of a route share it
    }
    const Airtime air = airtime(hop, bytes, transport);
    const Use use{hop.resource, times * (last ? air.channel - air.trailing : air.channel) / bytes};
    add_use(out, use);
    for (const std::uint32_t other : *hop.also) add_use(out, {other, use.per_byte});
  }
}

void Paths::trailing(const Path& path, double bytes, Transport transport,
                     std::vector<Use>& out) const {
  out.clear();
  for (const PathHop& hop : path.hops) {
    if (hop.kind != HopKind::wifi) continue;
    const double left_s = airtime(hop, bytes, transport).trailing;
    add_use(out, {hop.resource, left_s});
    for (const std::uint32_t other : *hop.also) add_use(out, {other, left_s});
  }
}

double Paths::contention_s(const Path& path, double bytes, Transport transport,
                           std::size_t senders) const {
  const PathHop& hop = path.hops[path.air_hop];
  const WifiCoefficients& w = c_.wifi;
  const bool replies = transport == Transport::tcp;
  const double idle = contention_.idle(senders) - contention_.idle(1);
  const double lost_s = wifi_ppdu_s(*hop.wifi, hop.rate, bytes, transport, c_) + wifi_eifs_s(w);
  return (replies ? 2 : 1) * (idle * w.slot_s + w.collision_factor * contention_.lost(senders) * lost_s);
}

double Paths::signal_s(const PathHop& hop, std::size_t senders) const {
  const Airtime air = airtime(hop, 1, Transport::udp);
  const double lost_s = air.sender + wifi_eifs_s(c_.wifi);
  const double idle_s = (contention_.idle(senders) - contention_.idle(1)) * c_.wifi.slot_s;
  const double alone_s = air.channel - (senders > 1 ? 0 : air.trailing);
  return alone_s + idle_s + c_.wifi.collision_factor * contention_.lost(senders) * lost_s;
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
