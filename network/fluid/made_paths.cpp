// The part of Paths that translates routes, and brings what changes on them up to now.
#include <algorithm>

#include "network/fluid/paths.hpp"
#include "network/fluid/wires.hpp"

namespace lastmile::network::fluid {
namespace {

constexpr Duration kDistribution = std::chrono::microseconds(10);  // gateway to its access points

bool is_radio(const PathHop& hop) {
  return hop.kind == HopKind::wifi || hop.kind == HopKind::lte_down || hop.kind == HopKind::lte_up;
}

}  // namespace

Path Paths::make(NodeId from, NodeId to) {
  Path path, back;
  for (const Hop& hop : routes_.between(from, to)) path.hops.push_back(translate(hop));
  for (const Hop& hop : routes_.between(to, from)) back.hops.push_back(translate(hop));
  SIM_CHECK(!path.hops.empty(), "no route from " + topology_.nodes[from].name + " to " +
                                    topology_.nodes[to].name);
  settle(path);
  path.round_trip = one_way(path) + one_way(back);
  if (path.lossy) limit_window(path, topology_.congestion, c_.transport);
  return path;
}

void Paths::settle(Path& path) const {
  path.weight = 1;
  path.delay = Duration(0);
  path.dead = false;
  path.silent_until = SimTime{};
  for (const PathHop& h : path.hops) {
    path.delay += h.delay;
    path.wifi = path.wifi || h.kind == HopKind::wifi;
    path.recorded = path.recorded || h.kind == HopKind::recorded;
    path.limited = path.limited || (h.narrow != nullptr && h.narrow->duty_cycle < 1);
    path.lossy = path.lossy || h.loss > 0;
    path.looked_at = path.looked_at || (is_radio(h) && radios_.changes(h.hop));
    path.changing = path.changing || path.looked_at || outages_.any(h.hop.link);
    path.dead = path.dead || !h.covered || outages_.out(h.hop.link, places_.now());
    path.silent_until = std::max(path.silent_until, h.silent_until);
    if (h.kind != HopKind::lte_down && h.kind != HopKind::lte_up) continue;
    const double best = radios_.best_rate(h.hop.link, h.kind == HopKind::lte_down);
    path.weight = std::min(path.weight, h.rate / best);
    if (h.kind == HopKind::lte_down || h.nr) continue;
    path.report_bytes = c_.lte.report_bytes / (cost(h, 1e6, Transport::tcp) * h.rate / 1e6);
    path.reported_rate = h.rate;
  }
  find_turns(path);
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
    if (wifi(hop)) return !hop.broadcast && hop.resource == first->resource;
    return hop.kind != HopKind::recorded &&
           cost(hop, path.turn_bytes, Transport::tcp) / capacity_of(hop) < air_s;
  });
}

Path Paths::renewed(PathIndex index, bool& changed) {
  Path path = paths_[index];
  for (PathHop& hop : path.hops) {
    if (!is_radio(hop)) continue;
    PathHop now = translate(hop.hop);
    now.broadcast = hop.broadcast;
    changed = changed || now.resource != hop.resource || now.rate != hop.rate || now.also != hop.also;
    hop = now;
  }
  settle(path);
  return path;
}

SimTime Paths::next_change(const Path& path) const {
  SimTime next = path.silent_until > places_.now() ? path.silent_until : kNever;
  for (const PathHop& hop : path.hops) {
    next = std::min(next, outages_.next_change(hop.hop.link, places_.now()));
  }
  return next;
}

PathIndex Paths::broadcast(PathIndex like) {
  const PathHop& last = paths_[like].hops.back();
  PathIndex& found =
      broadcasts_.try_emplace({paths_[like].hops.front().hop.from, last.hop.link, last.sender}, 0)
          .first->second;
  if (found == 0) {
    Path path = paths_[like];
    path.hops.back().broadcast = true;
    path.turns = false;  // a frame, not an exchange, at a time: close to sharing the air at once
    paths_.push_back(std::move(path));
    found = static_cast<PathIndex>(paths_.size());
  }
  return found - 1;
}

PathHop Paths::translate(const Hop& hop) {
  const Link& link = topology_.links[hop.link];
  if (const auto* wire = std::get_if<WiredLink>(&link)) return wire_hop(hop, *wire);
  if (const auto* cell = std::get_if<LteLink>(&link)) return cell_hop(hop, *cell);
  if (const auto* cells = std::get_if<NrLink>(&link)) return cell_hop(hop, *cells);
  if (const auto* series = std::get_if<RecordedLink>(&link)) return recorded_hop(hop, *series);
  if (const auto* narrow = std::get_if<NarrowLink>(&link)) return narrow_hop(hop, *narrow);
  return wifi_hop(hop);
}

PathHop Paths::wifi_hop(const Hop& hop) {
  const auto* link = std::get_if<WifiLink>(&topology_.links[hop.link]);
  const RadioLook look = radios_.look(hop);
  const double rate = c_.wifi.fixed_rate > 0 ? c_.wifi.fixed_rate : look.rate;
  const bool detour = link != nullptr && link->gateway != look.site;
  PathHop result{hop, HopKind::wifi, look.resource, rate, detour ? kDistribution : Duration(0),
                 &radios_.channel(hop.link)};
  result.covered = look.covered;
  result.silent_until = look.silent_until;
  result.also = look.also;
  result.sender = link != nullptr && hop.from == link->gateway ? look.site : hop.from;
  result.receiver = link != nullptr && hop.to == link->gateway ? look.site : hop.to;
  return result;
}

template <class CellLink>
PathHop Paths::cell_hop(const Hop& hop, const CellLink& link) {
  const bool down = hop.from == link.gateway;
  const LinkModel& model = models_[hop.link];
  const RadioLook look = radios_.look(hop);
  PathHop result{hop, down ? HopKind::lte_down : HopKind::lte_up, look.resource, look.rate,
                 down ? model.delay_down : model.delay_up, nullptr};
  if constexpr (std::is_same_v<CellLink, NrLink>) {
    result.nr = true;
    result.rate *= c_.nr.rate_factor;
    result.unit_s = to_seconds(down ? model.unit_down : model.unit_up);
    result.first_bytes = down ? result.rate * result.unit_s : link.options.first_grant.value();
  }
  result.covered = look.covered;
  result.silent_until = look.silent_until;
  return result;
}

}  // namespace lastmile::network::fluid
