// Whether every radio hears somebody at the start.
//   Wi-Fi  received power >= -82 dBm: sensitivity of 20 MHz channels, IEEE 802.11-2020 table 17-18;
//          below it ns-3 3.37 detects no preamble either (ThresholdPreambleDetectionModel)
//   LTE    SNR >= that of the lowest channel quality indicator (fluid/lte_tables.hpp)
//   loss of a coverage hole when sender or receiver stands in it
// Source:  path loss and noise of fluid/wifi_airtime.hpp and fluid/lte_rate.hpp.
// Ignores: interference and fading; NR, whose cells draw their shadowing (nr/ran.hpp says it);
// where
//          drawn roads and tracks begin other than at the node's position.
// Checked: tests/unit/network/validate_test.cpp
#include <cmath>

#include "network/coverage.hpp"
#include "network/validate.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::network {
namespace {

/// Tenths, rounded up: what lacks a little lacks 0.1.
std::string tenths(double value) { return exact_number(std::ceil(value * 10) / 10); }

template <class RadioLink>
void check(const Topology& topology, const RadioLink& link, const std::vector<NodeId>& centres,
           const std::vector<NodeId>& members, const char* what) {
  for (const NodeId member : members) {
    const Heard best = best_heard(topology, link, centres, member);
    if (best.margin_db >= 0) continue;
    throw ConfigError("link '" + link.name + "': '" + topology.nodes[member].name +
                      "' is out of coverage of every " + what +
                      " at the start: " + tenths(-best.margin_db) + " dB too little from '" +
                      topology.nodes[best.centre].name + "' at " + tenths(best.metres) +
                      " m (reach: " + tenths(reach_m(link) - 0.1) +
                      " m); put it nearer, raise the power or shrink the hole that it stands in");
  }
}

}  // namespace

void validate_coverage(const Topology& topology, const Link& link) {
  if (const auto* wifi = std::get_if<WifiLink>(&link)) {
    check(topology, *wifi, wifi->access_points, wifi->stations, "access point");
  }
  if (const auto* lte = std::get_if<LteLink>(&link)) {
    check(topology, *lte, lte->cells, lte->ues, "cell");
  }
}

}  // namespace lastmile::network
