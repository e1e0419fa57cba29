#include "network/fluid/radio_model.hpp"

#include <algorithm>

#include "network/fluid/lte_tables.hpp"
#include "network/fluid/radio_math.hpp"
#include "network/fluid/rayleigh.hpp"
#include "network/ns3/nr/flow_rate.hpp"

namespace lastmile::network::fluid {
namespace {

// Roaming: as the packet level has it (tests/cross/wifi_roaming_test.cpp). LTE: assumed.
constexpr Duration kRoamGap = std::chrono::milliseconds(62), kLteGap = std::chrono::milliseconds(30);

nr::Direction direction_of(bool down) { return down ? nr::Direction::down : nr::Direction::up; }

}  // namespace

double quiet_snr_db(const LteLink& link, double metres, double hole_db, bool down, const Coefficients& c) {
  return down ? lte_downlink_snr_db(link, metres, c.lte) - hole_db
              : lte_uplink_snr_db(link, metres, c.lte, hole_db);
}

double quiet_snr_db(const NrLink& link, double metres, double hole_db, bool down, const Coefficients&) {
  return nr::flow_sinr_db(link.options, metres, direction_of(down)) - hole_db;
}

// Friis: the two losses differ by the ratio of the distances.
double stray_snr_db(const LteLink& link, double own, double other, const Coefficients& c) {
  return lte_uplink_snr_db(link, own, c.lte) - 2 * decibels(other / own);
}

double stray_snr_db(const NrLink& link, double, double other, const Coefficients& c) {
  return quiet_snr_db(link, other, 0, false, c) - sidelobe_db(link);
}

double sidelobe_db(const LteLink&) { return 0; }
double sidelobe_db(const NrLink& link) {
  return decibels(static_cast<double>(link.options.gnb_elements) * link.options.ue_elements);
}

double least_snr_db(const LteLink&) { return kLteSteps.front().least_snr_db; }
double least_snr_db(const NrLink& link) { return nr::least_sinr_db(link.options); }
bool covered(const LteLink&, double down_db, double up_db, double least_db) {
  return std::min(down_db, up_db) >= least_db;
}
bool covered(const NrLink&, double down_db, double, double least_db) { return down_db >= least_db; }

Handover handover_of(const WifiLink& link) { return {link.roam_margin_db, Duration(0), kRoamGap}; }
Handover handover_of(const LteLink& link) { return {link.a3_hysteresis_db, link.a3_time, kLteGap}; }
Handover handover_of(const NrLink& link) {
  const NrOptions& o = link.options;
  return {o.a3_offset_db, o.a3_time, o.handover_interruption};
}

double rate_at(const LteLink& link, double sinr_db, bool down, const Coefficients& c, CellMemo&) {
  const double rate = down ? lte_downlink_rate(link, sinr_db, c.lte) : lte_uplink_rate(link, sinr_db, c.lte);
  return link.fading == LteFading::none ? rate : rate * rayleigh_factor(sinr_db);
}

double rate_at(const NrLink& link, double sinr_db, bool down, const Coefficients&, CellMemo& memo) {
  return memo(sinr_db, down, [&](double db) {
    return nr::flow_rate_at(link.options, db, direction_of(down));
  });
}

}  // namespace lastmile::network::fluid
