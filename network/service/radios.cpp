#include "network/service/radios.hpp"

namespace lastmile::network {
namespace {

StateTimes& operator+=(StateTimes& a, const StateTimes& b) {
  a.promotion += b.promotion;
  a.active += b.active;
  a.continuous += b.continuous;
  a.short_drx += b.short_drx;
  a.long_drx += b.long_drx;
  a.idle += b.idle;
  a.awake += b.awake;
  a.doze += b.doze;
  a.promotions += b.promotions;
  return a;
}

}  // namespace

Radios::Radios(const Engine& engine, const Topology& topology) : engine_(engine), topology_(topology) {
  for (LinkIndex i = 0; i < topology.links.size(); ++i) {
    const Link& link = topology.links[i];
    if (const auto* lte = std::get_if<LteLink>(&link)) {
      add_cellular(i, lte->ues, lte->gateway, lte->states, &RadioActivity::lte_states);
    } else if (const auto* nr = std::get_if<NrLink>(&link)) {
      add_cellular(i, nr->ues, nr->gateway, nr->states, &RadioActivity::nr_states);
    } else if (const auto* wifi = std::get_if<WifiLink>(&link)) {
      add_stations(i, *wifi);
    }
  }
}

void Radios::add_cellular(LinkIndex link, const std::vector<NodeId>& ues, NodeId gateway,
                          const RadioStates& states, StateTimes RadioActivity::* kind) {
  if (states.profile.empty()) return;
  for (const NodeId ue : ues) {
    const std::string name =
        "paging/" + link_name(topology_.links[link]) + "/" + topology_.nodes[ue].name;
    radios_.emplace(std::make_pair(ue, link),
                    Sleeper{Rrc(states, engine_.random(name)), kind, gateway});
  }
}

void Radios::add_stations(LinkIndex link, const WifiLink& wifi) {
  if (wifi.power_save.profile.empty()) return;
  const WifiPowerSave& save = wifi.power_save;
  const double period_s = to_seconds(save.beacon_interval * save.listen_interval);
  const Duration phase = seconds(engine_.random("beacons/" + wifi.name).uniform(0, period_s));
  for (const NodeId station : wifi.stations) {
    radios_.emplace(std::make_pair(station, link),
                    Sleeper{Psm(save, phase), &RadioActivity::wifi_states, wifi.gateway});
  }
}

// A hop of such a link joins its gateway and the sleeper.
Radios::Sleeper* Radios::find(const Hop& hop) {
  auto found = radios_.find({hop.from, hop.link});
  if (found == radios_.end()) found = radios_.find({hop.to, hop.link});
  return found == radios_.end() ? nullptr : &found->second;
}

SimTime Radios::wake(const Hop& hop) {
  Sleeper* const sleeper = find(hop);
  if (sleeper == nullptr) return engine_.now();
  const bool from_network = hop.from == sleeper->gateway;
  return std::visit([&](auto& radio) { return radio.wake(engine_.now(), from_network); },
                    sleeper->radio);
}

void Radios::begin(const Hop& hop) {
  Sleeper* const sleeper = find(hop);
  if (sleeper == nullptr) return;
  std::visit([&](auto& radio) { radio.begin(engine_.now()); }, sleeper->radio);
}

void Radios::end(const Hop& hop) {
  Sleeper* const sleeper = find(hop);
  if (sleeper == nullptr) return;
  std::visit([&](auto& radio) { radio.end(engine_.now()); }, sleeper->radio);
}

void Radios::add_states(NodeId node, RadioActivity& activity) const {
  for (auto at = radios_.lower_bound({node, 0}); at != radios_.end() && at->first.first == node; ++at) {
    const Sleeper& sleeper = at->second;
    activity.*sleeper.kind +=
        std::visit([&](const auto& radio) { return radio.times(engine_.now()); }, sleeper.radio);
  }
}

}  // namespace lastmile::network
