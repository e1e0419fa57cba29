// Coverage holes: how much weaker a radio signal is between two places.
//   loss = sum over holes of loss_db where sender or receiver (or both: once) stands in it [dB]
// A hole is an upright cylinder: a place is in it when its ground distance from the centre is at most
// radius_m [m]. The same on every backend.
// Ignores: soft edges; the path between (only its ends count).
// Checked: tests/unit/network/failures_test.cpp.  C++17-clean.
#pragma once

#include <vector>

#include "network/topology.hpp"

namespace lastmile::network {

[[nodiscard]] bool inside(const CoverageHole& hole, const Position& place);
[[nodiscard]] double hole_loss_db(const std::vector<CoverageHole>& holes, const Position& a,
                                  const Position& b);

}  // namespace lastmile::network
