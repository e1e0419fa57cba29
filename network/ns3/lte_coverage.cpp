// Which cell a UE is with at the start, and whether any reaches it.
//   SNR down = P_enb - L_down - N(carrier) - F_ue,   SNR up = P_ue - L_up - N(carrier) - F_enb   [dB]
//     L  loss of ns-3's channel between the two places [dB]
//     N  thermal noise over the whole carrier [dBm]; F noise figures 9 and 5 dB (ns-3's)
//   Reached: the least at which ns-3's adaptation finds a CQI. Down -4.4 dB (its error model; measured, see
//   fluid/lte_tables.hpp); up -2.11 dB = 5.53 (2^0.1523 - 1), the schedulers' own formula, over the whole
//   carrier because that is what is sounded (measured: data went at -2.1 dB and not at -2.3 dB).
// Ignores: interference, fading. Checked: tests/cross/lte_limits_test.cpp.
#include <ns3/mobility-model.h>
#include <ns3/spectrum-channel.h>

#include <cmath>
#include <cstdio>

#include "network/ns3/lte_parts.hpp"

namespace lastmile::network {
namespace {

constexpr double kLeastDownDb = -4.4, kLeastUpDb = -2.11;
constexpr double kUeFigureDb = 9, kEnbFigureDb = 5;
constexpr double kNoiseDbmPerBlock = -121.42;  // 180 kHz at 290 K

std::string decibels(double db) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f dB", db);
  return text;
}

[[noreturn]] void out_of_reach(const World& world, const LteLink& link, NodeId ue, NodeId site,
                               const LteCoverage::Budget& best) {
  throw ConfigError("link '" + link.name + "': '" + world.topology.nodes[ue].name +
                    "' is out of reach of every cell at the start: from the strongest, '" +
                    world.topology.nodes[site].name + "', it has " + decibels(best.down_db) + " down and " +
                    decibels(best.up_db) + " up over noise, and needs " + decibels(kLeastDownDb) +
                    " and " + decibels(kLeastUpDb) + "; move it, or raise enb_power or ue_power");
}

}  // namespace

bool LteCoverage::Budget::reached() const { return down_db >= kLeastDownDb && up_db >= kLeastUpDb; }

LteCoverage::LteCoverage(const LteLink& link, const LteNetwork& network)
    : link_(&link), enbs_(network.enbs),
      down_(network.lte->GetDownlinkSpectrumChannel()->GetPropagationLossModel()),
      up_(network.lte->GetUplinkSpectrumChannel()->GetPropagationLossModel()) {}

LteCoverage::Budget LteCoverage::between(std::size_t cell, const ns3::Ptr<ns3::Node>& ue) const {
  const auto here = ue->GetObject<ns3::MobilityModel>();
  const auto there = enbs_.Get(static_cast<std::uint32_t>(cell))->GetObject<ns3::MobilityModel>();
  const double noise_dbm = kNoiseDbmPerBlock + 10 * std::log10(link_->bandwidth_rb);
  Budget budget;
  budget.down_db = down_->CalcRxPower(link_->enb_power.value(), there, here) - noise_dbm - kUeFigureDb;
  budget.up_db = up_->CalcRxPower(link_->ue_power.value(), here, there) - noise_dbm - kEnbFigureDb;
  return budget;
}

LteCoverage::Best LteCoverage::best(const ns3::Ptr<ns3::Node>& ue) const {
  Best most;
  for (std::size_t cell = 0; cell < link_->cells.size(); ++cell) {
    const Budget here = between(cell, ue);
    if (here.down_db > most.budget.down_db) most = {cell, here};
  }
  return most;
}

std::vector<std::size_t> strongest_cells(const World& world, const LteLink& link,
                                         const LteNetwork& network) {
  const LteCoverage coverage(link, network);
  std::vector<std::size_t> chosen;
  for (const NodeId ue : link.ues) {
    const LteCoverage::Best best = coverage.best(world.nodes.Get(ue));
    if (!best.budget.reached()) out_of_reach(world, link, ue, link.cells[best.cell], best.budget);
    chosen.push_back(best.cell);
  }
  return chosen;
}

}  // namespace lastmile::network
