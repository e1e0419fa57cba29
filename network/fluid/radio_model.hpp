// What the flow level needs to know of a cellular technology, the same questions for LTE and NR.
#pragma once

#include <map>

#include "network/fluid/lte_rate.hpp"
#include "network/topology.hpp"

namespace lastmile::network::fluid {

/// Without interference.
double quiet_snr_db(const LteLink& link, double metres, double hole_db, bool down, const Coefficients& c);
double quiet_snr_db(const NrLink& link, double metres, double hole_db, bool down, const Coefficients& c);

/// What a UE that sends to its cell at `own` metres is heard with at `other` metres, over noise.
double stray_snr_db(const LteLink& link, double own, double other, const Coefficients& c);
double stray_snr_db(const NrLink& link, double own, double other, const Coefficients& c);
/// What a cell loses towards UEs that its antennas do not point at.
double sidelobe_db(const LteLink& link);
double sidelobe_db(const NrLink& link);

bool covered(const LteLink& link, double down_db, double up_db, double least_db);
bool covered(const NrLink& link, double down_db, double up_db, double least_db);
double least_snr_db(const LteLink& link);
double least_snr_db(const NrLink& link);

/// Handover: by how much and how long another cell must be better, and the gap that it makes.
struct Handover {
  double margin_db;
  Duration time, interruption;
};
Handover handover_of(const WifiLink& link);
Handover handover_of(const LteLink& link);
Handover handover_of(const NrLink& link);

/// Rates that were worked out already: a rate is a rising step function of the SINR, so between two
/// points of one value it has that value.
class CellMemo {
 public:
  template <class Rate>
  double operator()(double sinr_db, bool down, Rate rate) {
    std::map<double, double>& known = known_[down ? 1 : 0];
    const auto above = known.lower_bound(sinr_db);
    if (above != known.end() && above->first == sinr_db) return above->second;
    if (above != known.end() && above != known.begin()) {
      const auto below = std::prev(above);
      if (below->second == above->second) return above->second;
    }
    return known[sinr_db] = rate(sinr_db);
  }

 private:
  std::map<double, double> known_[2];
};
double rate_at(const LteLink& link, double sinr_db, bool down, const Coefficients& c, CellMemo& memo);
double rate_at(const NrLink& link, double sinr_db, bool down, const Coefficients& c, CellMemo& memo);

}  // namespace lastmile::network::fluid
