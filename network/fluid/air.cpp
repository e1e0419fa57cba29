#include "network/fluid/air.hpp"

#include <algorithm>

namespace lastmile::network::fluid {
namespace {

constexpr double kCarrierSenseDbm = -82;

double reach_m(Dbm power, const WifiCoefficients& c) {
  constexpr double ln10 = 2.302585092994046;
  const double margin_db = power.value() - c.loss_at_1m_db - kCarrierSenseDbm;
  return portable_exp(ln10 * margin_db / (10 * c.loss_exponent));
}

}  // namespace

Air::Air(const Topology& topology, const Places& places, const WifiCoefficients& c) {
  for (LinkIndex i = 0; i < topology.links.size(); ++i) {
    const auto first = static_cast<AirPlace>(places_.size());
    if (const auto* wifi = std::get_if<WifiLink>(&topology.links[i])) add(*wifi, c);
    if (const auto* adhoc = std::get_if<AdhocLink>(&topology.links[i])) add(*adhoc, c);
    if (places_.size() > first) first_[i] = first;
  }
  find_neighbours(places);
}

void Air::add(const WifiLink& link, const WifiCoefficients& c) {
  for (std::size_t i = 0; i < link.access_points.size(); ++i) {
    Place place;
    place.senders = {link.access_points[i]};
    place.medium = {link.channel_of(i), link.width_mhz};
    place.reach_m = reach_m(link.transmit_power, c);
    places_.push_back(std::move(place));
  }
}

void Air::add(const AdhocLink& link, const WifiCoefficients& c) {
  Place place;
  place.senders = link.members;
  place.medium = {link.channel, link.width_mhz};
  place.reach_m = reach_m(link.transmit_power, c);
  places_.push_back(std::move(place));
}

// Hearing is mutual: the stronger of two transmitters decides.
void Air::find_neighbours(const Places& where) {
  std::map<std::tuple<int, int>, std::vector<AirPlace>> media;
  for (AirPlace p = 0; p < places_.size(); ++p) {
    Place& place = places_[p];
    auto& medium = media[place.medium];
    for (const AirPlace q : medium) {
      const double reach = std::max(place.reach_m, places_[q].reach_m);
      const auto near = [&](NodeId a) {
        const auto& others = places_[q].senders;
        return std::any_of(others.begin(), others.end(),
                           [&](NodeId b) { return where.metres(a, b) <= reach; });
      };
      if (std::none_of(place.senders.begin(), place.senders.end(), near)) continue;
      place.heard.push_back(q);
      places_[q].heard.push_back(p);
    }
    place.heard.push_back(p);
    medium.push_back(p);
  }
}

std::uint32_t Air::resource(AirPlace number, FlowSystem& flows) {
  Place& place = places_[number];
  if (place.resource != UINT32_MAX) return place.resource;
  const auto [known, is_new] = resources_.try_emplace({place.medium, place.heard}, 0);
  if (is_new) known->second = flows.add_resource(1.0);
  return place.resource = known->second;
}

const std::vector<std::uint32_t>& Air::others(AirPlace number) {
  Place& place = places_[number];
  if (place.listed) return place.others;
  place.listed = true;
  for (const AirPlace heard : place.heard) {
    const std::uint32_t resource = places_[heard].resource;
    const bool known = std::find(place.others.begin(), place.others.end(), resource) != place.others.end();
    if (resource != place.resource && !known) place.others.push_back(resource);
  }
  return place.others;
}

}  // namespace lastmile::network::fluid
