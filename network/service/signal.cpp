#include "network/service/signal.hpp"

#include <algorithm>

#include "network/fluid/coefficients.hpp"
#include "network/fluid/lte_rate.hpp"
#include "network/fluid/radio_math.hpp"
#include "network/mobility/holes.hpp"
#include "network/ns3/nr/flow_rate.hpp"

namespace lastmile::network {

using fluid::decibels;
using fluid::log10_of;
using fluid::radio_distance_m;

Position Signals::place(NodeId node) const {
  if (movements_ == nullptr) movements_ = std::make_unique<Movements>(topology_, engine_.seed());
  return movements_->at(node, engine_.now());
}

double Signals::power_dbm(const WifiLink& link, const Position& from, const Position& to) const {
  const fluid::WifiCoefficients c;
  return link.transmit_power.value() - c.loss_at_1m_db -
         10 * c.loss_exponent * log10_of(radio_distance_m(from, to));
}

double Signals::power_dbm(const LteLink& link, const Position& from, const Position& to) const {
  constexpr double pi = 3.14159265358979323846, light_m_per_s = 299792458.0;
  const double turns = 4 * pi * radio_distance_m(from, to) * fluid::lte_downlink_hertz(link);
  return link.enb_power.value() - 20 * log10_of(turns / light_m_per_s);
}

double Signals::power_dbm(const NrLink& link, const Position& from, const Position& to) const {
  const NrOptions& o = link.options;
  const double x = from.x_m - to.x_m, y = from.y_m - to.y_m;
  const nr::Carrier carrier(o.band, o.bandwidth_mhz, o.numerology);
  const nr::RadioPath path{o.environment, carrier.down_hz / 1e9, nr::usual_height(o.environment, true),
                           nr::usual_height(o.environment, false),
                           std::max(1.0, std::sqrt(x * x + y * y))};
  const double antennas = o.gnb_element_gain_db + o.ue_element_gain_db +
                          decibels(static_cast<double>(o.gnb_elements) * o.ue_elements);
  return o.gnb_power.value() + antennas - nr::path_loss_db(path, o.sight != NrSight::never);
}

template <class RadioLink>
std::optional<Dbm> Signals::best(const RadioLink& link, const std::vector<NodeId>& sites,
                                 const std::vector<NodeId>& listeners, NodeId node) const {
  if (std::find(listeners.begin(), listeners.end(), node) == listeners.end()) return std::nullopt;
  const Position here = place(node);
  std::optional<Dbm> strongest;
  for (const NodeId site : sites) {
    const Position there = place(site);
    const Dbm heard(power_dbm(link, there, here) - hole_loss_db(topology_.holes, there, here));
    if (!strongest || *strongest < heard) strongest = heard;
  }
  return strongest;
}

std::optional<Dbm> Signals::heard(NodeId node, LinkIndex link) const {
  SIM_CHECK(link < topology_.links.size(), "unknown link");
  const Link& l = topology_.links[link];
  if (const auto* wifi = std::get_if<WifiLink>(&l)) {
    return best(*wifi, wifi->access_points, wifi->stations, node);
  }
  if (const auto* lte = std::get_if<LteLink>(&l)) return best(*lte, lte->cells, lte->ues, node);
  if (const auto* nr = std::get_if<NrLink>(&l)) return best(*nr, nr->cells, nr->ues, node);
  return std::nullopt;
}

}  // namespace lastmile::network
