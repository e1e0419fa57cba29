#include "network/coverage.hpp"

#include <functional>

#include "network/fluid/lte_rate.hpp"
#include "network/fluid/lte_tables.hpp"
#include "network/fluid/radio_math.hpp"
#include "network/fluid/wifi_airtime.hpp"
#include "network/mobility/holes.hpp"
#include "network/ns3/nr/adaptation.hpp"
#include "network/ns3/nr/flow_rate.hpp"

namespace lastmile::network {
namespace {

constexpr double kWifiSensitivityDbm = -82;  // IEEE 802.11-2020 table 17-18, 6 Mbit/s
constexpr double kFarthest_m = 1e5;

double wifi_margin_db(Dbm transmit_power, double metres) {
  const fluid::WifiCoefficients c;
  const double loss_db = c.loss_at_1m_db + 10 * c.loss_exponent * fluid::log10_of(metres);
  return transmit_power.value() - loss_db - kWifiSensitivityDbm;
}

double margin_db(const WifiLink& link, double metres) {
  return wifi_margin_db(link.transmit_power, metres);
}
double margin_db(const LteLink& link, double metres) {
  return fluid::lte_downlink_snr_db(link, metres, fluid::LteCoefficients()) -
         fluid::kLteSteps.front().least_snr_db;
}

template <class RadioLink>
Heard best_of(const Topology& topology, const RadioLink& link, const std::vector<NodeId>& centres,
              NodeId member) {
  const Position& here = topology.nodes[member].position;
  Heard best;
  for (const NodeId centre : centres) {
    const Position& there = topology.nodes[centre].position;
    const double metres = fluid::radio_distance_m(there, here);
    const double margin = margin_db(link, metres) - hole_loss_db(topology.holes, there, here);
    if (centre == centres.front() || margin > best.margin_db) best = {centre, metres, margin};
  }
  return best;
}

/// The farthest distance with a margin, by halving; margins fall with distance.
double farthest(const std::function<double(double)>& margin) {
  double near = 1, far = kFarthest_m;
  if (margin(far) >= 0) return far;
  if (margin(near) < 0) return 0;
  while (far - near > 0.01) {
    const double middle = (near + far) / 2;
    (margin(middle) >= 0 ? near : far) = middle;
  }
  return near;
}

}  // namespace

Heard best_heard(const Topology& topology, const WifiLink& link, const std::vector<NodeId>& centres,
                 NodeId member) {
  return best_of(topology, link, centres, member);
}
Heard best_heard(const Topology& topology, const LteLink& link, const std::vector<NodeId>& centres,
                 NodeId member) {
  return best_of(topology, link, centres, member);
}

double reach_m(const WifiLink& link) {
  return farthest([&link](double metres) { return margin_db(link, metres); });
}
double reach_m(const AdhocLink& link) {
  return farthest([&link](double metres) { return wifi_margin_db(link.transmit_power, metres); });
}
double reach_m(const LteLink& link) {
  return farthest([&link](double metres) { return margin_db(link, metres); });
}
double reach_m(const NrLink& link) {
  const nr::Carrier carrier(link.options.band, link.options.bandwidth_mhz, link.options.numerology);
  const int elements =
      nr::unit_elements(carrier.band->range, nr::Direction::down, link.options.minislot_symbols);
  const nr::Adaptation lowest(nr::LinkAbstraction(link.options.implementation_gap_db), link.options,
                              elements, carrier.blocks, link.options.layers_down);
  return farthest([&](double metres) {
    return nr::flow_sinr_db(link.options, metres, nr::Direction::down) - lowest.least_db();
  });
}

}  // namespace lastmile::network
