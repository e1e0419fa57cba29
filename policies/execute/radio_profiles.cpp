#include "policies/execute/radio_profiles.hpp"

namespace lastmile::policies {
namespace {

template <class Has>
[[noreturn]] void no_states(const models::RadioLibrary& radios, std::string_view profile, const char* what, Has has) {
  std::string known;
  for (const std::string& name : radios.names()) {
    if (has(radios.find(name))) known += (known.empty() ? "" : ", ") + name;
  }
  throw ConfigError("radio '" + std::string(profile) + "' has no " + what + "; allowed: " + known);
}

models::RadioUse with_states(const network::StateTimes& t) {
  models::RadioUse use;
  use.promotion = t.promotion;
  use.active = t.active;
  use.continuous = t.continuous;
  use.short_drx = t.short_drx;
  use.long_drx = t.long_drx;
  use.idle = t.idle;
  use.awake = t.awake;
  use.doze = t.doze;
  return use;
}

}  // namespace

network::RadioStates radio_states(const models::RadioLibrary& radios, std::string_view profile) {
  const models::RadioProfile& radio = radios.find(profile);
  if (!radio.rrc) {
    no_states(radios, profile, "RRC states", [](const models::RadioProfile& r) { return r.rrc.has_value(); });
  }
  const models::RrcProfile& rrc = *radio.rrc;
  network::RadioStates states;
  states.profile = radio.name;
  states.promotion = rrc.promotion;
  states.paging_cycle = rrc.paging_cycle;
  states.continuous = rrc.continuous;
  states.short_drx = rrc.short_drx;
  states.short_cycle = rrc.short_cycle;
  states.long_drx = rrc.long_drx;
  states.long_cycle = rrc.long_cycle;
  states.on_duration = rrc.on_duration;
  return states;
}

network::WifiPowerSave power_save(const models::RadioLibrary& radios, std::string_view profile) {
  const models::RadioProfile& radio = radios.find(profile);
  if (!radio.power_save) {
    no_states(radios, profile, "power save", [](const models::RadioProfile& r) { return r.power_save.has_value(); });
  }
  network::WifiPowerSave save;
  save.profile = radio.name;
  save.awake = radio.power_save->awake;
  return save;
}

std::vector<std::string> radio_names(const network::Topology& topology) {
  std::vector<std::string> names{"wifi", "lte", "nr"};
  for (const network::Link& link : topology.links) {
    std::string name;
    if (const auto* wifi = std::get_if<network::WifiLink>(&link)) name = wifi->power_save.profile;
    if (const auto* lte = std::get_if<network::LteLink>(&link)) name = lte->states.profile;
    if (const auto* nr = std::get_if<network::NrLink>(&link)) name = nr->states.profile;
    if (!name.empty()) names.push_back(name);
  }
  return names;
}

RadioProfiles::RadioProfiles(const models::RadioLibrary& radios, const network::Topology& topology)
    : nodes_(topology.nodes.size(), {&radios.find("wifi"), &radios.find("lte"), &radios.find("nr")}) {
  for (const network::Link& link : topology.links) {
    if (const auto* wifi = std::get_if<network::WifiLink>(&link)) {
      set(wifi->stations, &OfNode::wifi, wifi->power_save.profile, radios);
    } else if (const auto* lte = std::get_if<network::LteLink>(&link)) {
      set(lte->ues, &OfNode::lte, lte->states.profile, radios);
    } else if (const auto* nr = std::get_if<network::NrLink>(&link)) {
      set(nr->ues, &OfNode::nr, nr->states.profile, radios);
    }
  }
}

void RadioProfiles::set(const std::vector<network::NodeId>& nodes, const models::RadioProfile* OfNode::* which,
                        const std::string& profile, const models::RadioLibrary& radios) {
  if (profile.empty()) return;
  for (const network::NodeId node : nodes) nodes_[node].*which = &radios.find(profile);
}

Joules RadioProfiles::joules(network::NodeId node, const network::RadioActivity& used) const {
  models::RadioUse wifi = with_states(used.wifi_states), lte = with_states(used.lte_states),
                   nr = with_states(used.nr_states);
  wifi.transmit = used.wifi_transmit;
  wifi.receive = used.wifi_receive;
  lte.up = used.lte_sent;
  lte.down = used.lte_received;
  nr.up = used.nr_sent;
  nr.down = used.nr_received;
  const OfNode& radios = nodes_[node];
  return models::radio_energy(*radios.wifi, wifi) + models::radio_energy(*radios.lte, lte) +
         models::radio_energy(*radios.nr, nr);
}

}  // namespace lastmile::policies
