#include "network/fluid/lte_rate.hpp"

#include <algorithm>

#include "network/fluid/lte_tables.hpp"
#include "network/fluid/radio_math.hpp"

namespace lastmile::network::fluid {
namespace {

double friis_loss_db(double metres, double hertz) {
  constexpr double pi = 3.14159265358979323846;
  constexpr double light_m_per_s = 299792458.0;
  return 20 * log10_of(4 * pi * metres * hertz / light_m_per_s);
}

double noise_dbm(const LteLink& link, double figure_db, const LteCoefficients& c) {
  return thermal_noise_dbm(link.bandwidth_rb * c.rb_hertz) + figure_db;
}

std::size_t bandwidth_index(const LteLink& link) {
  const auto found = std::find(kLteBandwidths.begin(), kLteBandwidths.end(), link.bandwidth_rb);
  SIM_CHECK(found != kLteBandwidths.end(), "unvalidated LTE bandwidth");
  return static_cast<std::size_t>(found - kLteBandwidths.begin());
}

const LteStep& step_at(double snr_db) {
  const LteStep* best = &kLteSteps.front();
  for (const LteStep& step : kLteSteps) {
    if (snr_db >= step.least_snr_db) best = &step;
  }
  return *best;
}

[[noreturn]] void unknown_channel(const LteLink& link, const char* key, int channel) {
  throw ConfigError("link '" + link.name + "': " + key + " = " + std::to_string(channel) +
                    " is in none of the LTE bands 1, 3, 7, 8, 20");
}

}  // namespace

double lte_downlink_hertz(const LteLink& link) {
  for (const LteBand& band : kLteBands) {
    const int offset = link.downlink_earfcn - band.first_downlink;
    if (offset >= 0 && link.downlink_earfcn <= band.last_downlink) {
      return band.downlink_hertz + offset * kLteChannelHertz;
    }
  }
  unknown_channel(link, "downlink_earfcn", link.downlink_earfcn);
}

double lte_uplink_hertz(const LteLink& link) {
  for (const LteBand& band : kLteBands) {
    const int offset = link.uplink_earfcn - band.first_uplink;
    if (offset >= 0 && offset <= band.last_downlink - band.first_downlink) {
      return band.uplink_hertz + offset * kLteChannelHertz;
    }
  }
  unknown_channel(link, "uplink_earfcn", link.uplink_earfcn);
}

double lte_downlink_snr_db(const LteLink& link, double metres, const LteCoefficients& c) {
  return link.enb_power.value() - friis_loss_db(metres, lte_downlink_hertz(link)) -
         noise_dbm(link, c.ue_noise_figure_db, c);
}

double lte_uplink_snr_db(const LteLink& link, double metres, const LteCoefficients& c, double hole_db) {
  const double loss_db = friis_loss_db(metres, lte_uplink_hertz(link)) + hole_db;
  const double wanted_dbm = c.uplink_target_dbm_per_rb + decibels(link.bandwidth_rb) + loss_db;
  return std::min(link.ue_power.value(), wanted_dbm) - loss_db -
         noise_dbm(link, c.enb_noise_figure_db, c);
}

double lte_downlink_rate(const LteLink& link, double snr_db, const LteCoefficients& c) {
  return step_at(snr_db).downlink_bits[bandwidth_index(link)] / 8.0 / c.subframe_s;
}

double lte_uplink_rate(const LteLink& link, double snr_db, const LteCoefficients& c) {
  return step_at(snr_db).uplink_bits[bandwidth_index(link)] / 8.0 / c.subframe_s;
}

}  // namespace lastmile::network::fluid
