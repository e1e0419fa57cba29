#include "network/fluid/radio_links.hpp"

#include <algorithm>

#include "network/fluid/wifi_tables.hpp"

namespace lastmile::network::fluid {
namespace {

double linear(double db) { return portable_exp(db * 0.23025850929940457); }  // ln 10 / 10

}  // namespace

RadioLinks::RadioLinks(const Topology& topology, const Coefficients& coefficients, const Places& places,
                       FlowSystem& flows)
    : topology_(topology), c_(coefficients), places_(places), flows_(flows),
      air_(topology, places, coefficients.wifi) {}

template <class AnyLink>
void RadioLinks::refuse(const AnyLink& link, NodeId a, NodeId b, double snr, double least) const {
  throw ConfigError("link '" + link.name + "': '" + topology_.nodes[a].name + "' and '" +
                    topology_.nodes[b].name + "' are too far apart: signal to noise ratio " +
                    std::to_string(snr) + " dB, at least " + std::to_string(least) + " dB needed");
}

double RadioLinks::snr_db(const WifiChannel& channel, NodeId a, NodeId b) const {
  return wifi_snr_db(channel, places_.metres(a, b), c_.wifi) - places_.loss_db(a, b);
}

void RadioLinks::add(LinkIndex index, const WifiLink& link) {
  Group& group = groups_[index];
  group.wifi = {link.standard, link.width_mhz, link.streams, link.transmit_power};
  for (std::size_t i = 0; i < link.access_points.size(); ++i) {
    const std::uint32_t air = air_.resource(air_.place(index, i), flows_);
    group.sites.push_back({link.access_points[i], air, air, {}});
  }
  const double least = kWifiMcs.front().least_snr_db;
  for (const NodeId station : link.stations) {
    const NodeId site = group.sites[strongest(group, link, station)].node;
    const double snr = snr_db(group.wifi, site, station);
    if (snr < least) refuse(link, site, station, snr, least);
  }
}

void RadioLinks::add(LinkIndex index, const AdhocLink& link) {
  Group& group = groups_[index];
  group.wifi = {link.standard, link.width_mhz, link.streams, link.transmit_power};
  const std::uint32_t air = air_.resource(air_.place(index, 0), flows_);
  group.sites.push_back({link.members.front(), air, air, {}});
  const double least = kWifiMcs.front().least_snr_db;
  for (std::size_t i = 0; i < link.members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double snr = snr_db(group.wifi, link.members[j], link.members[i]);
      if (snr < least) refuse(link, link.members[j], link.members[i], snr, least);
    }
  }
}

template <class CellLink>
void RadioLinks::add_cells(LinkIndex index, const CellLink& link) {
  Group& group = groups_[index];
  group.least_db = least_snr_db(link);
  const bool many = link.cells.size() > 1;  // whose loads disturb each other
  for (const NodeId cell : link.cells) {
    const std::uint32_t down = many ? flows_.add_varying_resource(1.0) : flows_.add_resource(1.0);
    const std::uint32_t up = many ? flows_.add_varying_resource(1.0) : flows_.add_resource(1.0);
    group.sites.push_back({cell, down, up, {}});
  }
  for (const NodeId ue : link.ues) {
    const NodeId cell = group.sites[strongest(group, link, ue)].node;
    const double down_db = snr_db(link, cell, ue, true), up_db = snr_db(link, cell, ue, false);
    const double shown_db = std::is_same_v<CellLink, LteLink> ? std::min(down_db, up_db) : down_db;
    if (!covered(link, down_db, up_db, group.least_db)) refuse(link, cell, ue, shown_db, group.least_db);
    group.best_down = std::max(group.best_down, rate_at(link, down_db, true, c_, group.memo));
    group.best_up = std::max(group.best_up, rate_at(link, up_db, false, c_, group.memo));
  }
  if (places_.anybody_moves()) {
    const double close_db = quiet_snr_db(link, 1, 0, true, c_), up_db = quiet_snr_db(link, 1, 0, false, c_);
    group.best_down = rate_at(link, close_db, true, c_, group.memo);
    group.best_up = rate_at(link, up_db, false, c_, group.memo);
  }
  if (group.sites.size() > 1) hear_uplinks(group, link);
}

template <class CellLink>
void RadioLinks::hear_uplinks(Group& group, const CellLink& link) {
  const std::size_t count = group.sites.size();
  std::vector<double> members(count, 0);
  for (Site& site : group.sites) site.heard_up.assign(count, 0);
  for (const NodeId ue : link.ues) {
    const std::uint32_t own = strongest(group, link, ue);
    const double own_m = places_.metres(group.sites[own].node, ue);
    ++members[own];
    for (std::size_t other = 0; other < count; ++other) {
      if (other == own) continue;
      const NodeId cell = group.sites[other].node;
      const double stray_db = stray_snr_db(link, own_m, places_.metres(cell, ue), c_);
      group.sites[other].heard_up[own] += linear(stray_db - places_.loss_db(cell, ue));
    }
  }
  for (Site& site : group.sites) {
    for (std::size_t from = 0; from < count; ++from) {
      if (members[from] > 0) site.heard_up[from] /= members[from];
    }
  }
}

void RadioLinks::add(LinkIndex index, const LteLink& link) { add_cells(index, link); }
void RadioLinks::add(LinkIndex index, const NrLink& link) { add_cells(index, link); }

// All send alike, so without holes the nearest is heard best.
template <class AnyLink>
std::uint32_t RadioLinks::strongest(const Group& group, const AnyLink& link, NodeId station) const {
  std::uint32_t best = 0;
  double best_score = 0;
  for (std::uint32_t i = 0; group.sites.size() > 1 && i < group.sites.size(); ++i) {
    const double score = places_.holes() ? heard_db(group, link, i, station)
                                         : -places_.metres(group.sites[i].node, station);
    if (i > 0 && score <= best_score) continue;
    best = i;
    best_score = score;
  }
  return best;
}

template <class AnyLink>
double RadioLinks::heard_db(const Group& group, const AnyLink& link, std::uint32_t site,
                            NodeId station) const {
  const NodeId node = group.sites[site].node;
  if constexpr (std::is_same_v<AnyLink, WifiLink>) return snr_db(group.wifi, node, station);
  else return snr_db(link, node, station, true);
}

bool RadioLinks::anybody_moves(const Group& group, NodeId station) const {
  if (!places_.anybody_moves()) return false;
  return places_.moves(station) || std::any_of(group.sites.begin(), group.sites.end(),
                                               [&](const Site& s) { return places_.moves(s.node); });
}

template <class AnyLink>
const RadioLinks::Attachment& RadioLinks::attach(Group& group, const AnyLink& link, NodeId station) {
  static const Attachment only;
  if (group.sites.size() == 1) return only;
  Attachment& known = group.attached[station];
  if (!known.known) {
    known.known = true;
    known.site = strongest(group, link, station);
  } else if (known.looked != places_.now()) {
    known.fresh = places_.now() - known.looked > 2 * kLookEvery;
    if (anybody_moves(group, station)) reconsider(group, link, station, known);
  }
  known.looked = places_.now();
  return known;
}

// Who has not been looked at for longer had nothing to send: it has moved on before.
template <class AnyLink>
void RadioLinks::reconsider(Group& group, const AnyLink& link, NodeId station, Attachment& known) {
  const SimTime now = places_.now();
  const Handover rule = handover_of(link);
  const std::uint32_t best = strongest(group, link, station);
  const double margin_db =
      heard_db(group, link, best, station) - heard_db(group, link, known.site, station);
  if (best == known.site || margin_db <= rule.margin_db) {
    known.waiting = false;
    return;
  }
  if (!known.waiting || known.better != best) known.better_since = now;
  known.waiting = true;
  known.better = best;
  if (!known.fresh && now - known.better_since < rule.time) return;
  known.site = best;
  known.waiting = false;
  if (!known.fresh) known.silent_until = now + rule.interruption;
}

RadioLook RadioLinks::look(const Hop& hop) {
  Group& group = groups_.at(hop.link);
  const Link& link = topology_.links[hop.link];
  if (const auto* wifi = std::get_if<WifiLink>(&link)) return look_wifi(hop, group, *wifi);
  if (const auto* lte = std::get_if<LteLink>(&link)) return look_cells(hop, group, *lte);
  if (const auto* nr = std::get_if<NrLink>(&link)) return look_cells(hop, group, *nr);
  return look_adhoc(hop, group);
}

RadioLook RadioLinks::look_wifi(const Hop& hop, Group& group, const WifiLink& link) {
  const NodeId station = hop.from == link.gateway ? hop.to : hop.from;
  const Attachment& with = attach(group, link, station);
  const Site& site = group.sites[with.site];
  const double snr = snr_db(group.wifi, site.node, station);
  RadioLook look;
  look.resource = site.down;
  look.also = &air_.others(air_.place(hop.link, with.site));
  look.rate = wifi_rate(group.wifi, snr);
  look.site = site.node;
  look.covered = snr >= kWifiMcs.front().least_snr_db;
  look.silent_until = with.silent_until;
  return look;
}

RadioLook RadioLinks::look_adhoc(const Hop& hop, Group& group) {
  const double snr = snr_db(group.wifi, hop.from, hop.to);
  RadioLook look;
  look.resource = group.sites.front().down;
  look.also = &air_.others(air_.place(hop.link, 0));
  look.rate = wifi_rate(group.wifi, snr);
  look.site = hop.from;
  look.covered = snr >= kWifiMcs.front().least_snr_db;
  return look;
}

template <class CellLink>
RadioLook RadioLinks::look_cells(const Hop& hop, Group& group, const CellLink& link) {
  const bool down = hop.from == link.gateway;
  const NodeId ue = down ? hop.to : hop.from;
  const Attachment& with = attach(group, link, ue);
  const Site& site = group.sites[with.site];
  const double down_db = snr_db(link, site.node, ue, true), up_db = snr_db(link, site.node, ue, false);
  RadioLook look;
  look.resource = down ? site.down : site.up;
  const double disturbed_db = interference_db(group, link, with, ue, down);
  look.rate = rate_at(link, (down ? down_db : up_db) - disturbed_db, down, c_, group.memo);
  look.site = site.node;
  look.covered = covered(link, down_db, up_db, group.least_db);
  look.silent_until = with.silent_until;
  return look;
}

template <class CellLink>
double RadioLinks::interference_db(const Group& group, const CellLink& link, const Attachment& with,
                                   NodeId ue, bool down) const {
  double others = 0;
  for (std::uint32_t i = 0; i < group.sites.size(); ++i) {
    if (i == with.site) continue;
    const Site& other = group.sites[i];
    const std::uint32_t resource = down ? other.down : other.up;
    const double load = with.fresh ? (flows_.busy(resource) ? 1 : 0) : flows_.load(resource);
    if (load <= 0) continue;
    others += load * (down ? linear(snr_db(link, other.node, ue, true) - sidelobe_db(link))
                           : group.sites[with.site].heard_up[i]);
  }
  return others > 0 ? decibels(1 + others) : 0;
}

bool RadioLinks::changes(const Hop& hop) const {
  const Link& link = topology_.links[hop.link];
  const Group& group = groups_.at(hop.link);
  const bool cells = std::holds_alternative<LteLink>(link) || std::holds_alternative<NrLink>(link);
  if (cells && group.sites.size() > 1) return true;  // interference
  if (std::holds_alternative<AdhocLink>(link)) return places_.moves(hop.from) || places_.moves(hop.to);
  const NodeId gateway = std::visit([](const auto& l) {
    if constexpr (requires { l.gateway; }) return l.gateway; else return NodeId{0};
  }, link);
  return anybody_moves(group, hop.from == gateway ? hop.to : hop.from);
}

}  // namespace lastmile::network::fluid
