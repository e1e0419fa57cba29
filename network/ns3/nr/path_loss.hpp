// path_loss: TR 38.901, without ns-3; for flow-level rates, and to hold ns-3's classes against.
//   d 3-D distance [m], f [GHz], hb and hu heights [m], c speed of light, lg = log10, s = 20 lg f
//   line of sight:
//     UMa   28 + 22 lg d + s, beyond b = 4 (hb-1)(hu-1) f/c:
//           28 + 40 lg d + s - 9 lg(b^2 + (hb-hu)^2)
//     UMi   32.4 + 21 lg d + s, beyond b: 32.4 + 40 lg d + s - 9.5 lg(b^2 + (hb-hu)^2)
//     InH   32.4 + 17.3 lg d + s
//     RMa   p(d) = 20 lg(40 pi d f/3) + min(0.03 H^1.72, 10) lg d - min(0.044 H^1.72, 14.77)
//           + 0.002 d lg H, beyond b = 2 pi hb hu f/c: p(b) + 40 lg(d/b); H = 5 m (buildings)
//   no line of sight: the larger of that and
//     UMa   13.54 + 39.08 lg d + s - 0.6 (hu - 1.5)
//     UMi   22.4 + 35.3 lg d + 21.3 lg f - 0.3 (hu - 1.5)
//     InH   17.3 + 38.3 lg d + 24.9 lg f
//     RMa   161.04 - 7.1 lg W + 7.5 lg H - (24.37 - 3.7 (H/hb)^2) lg hb
//           + (43.42 - 3.1 lg hb)(lg d - 3) + s - (3.2 lg(11.75 hu)^2 - 4.97); W = 20 m (streets)
// Source:  TR 38.901 table 7.4.1-1. c = 3e8 m/s in the break points, as ns-3 3.37 has it.
// Valid:   10 m to 5 km (10 km RMa, 150 m InH) on the ground. Ignores: shadowing, penetration into
//          buildings, UMa's effective environment height above 1 m (UEs higher than 13 m).
// Checked: tests/unit/nr/path_loss_test.cpp (12 values worked out independently), `check nr`
//          (ns-3).
#pragma once

#include "network/ns3/nr/nr_options.hpp"

namespace lastmile::network::nr {

struct RadioPath {
  NrEnvironment environment;
  double f_ghz, hb_m, hu_m, ground_m;
};
double path_loss_db(const RadioPath& path, bool sight);

}  // namespace lastmile::network::nr
