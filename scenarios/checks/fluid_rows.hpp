// Rows of the network's table that judge the fluid network: on the held-out grid against the packet
// level, and saturated stations against Bianchi's model.
#pragma once

#include <vector>

#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

/// By technology, median and 95th percentile of the error of a cell's mean, with their bars, and the
/// same at 90 % load and with all stations at once, printed. Minutes; `quick`: fewer levels, under a
/// minute.
[[nodiscard]] std::vector<Claim> fluid_grid_claims(bool quick);

/// Goodput of 5 to 50 saturated stations at packet level and on the fluid network.
[[nodiscard]] std::vector<Claim> bianchi_claims();

}  // namespace lastmile::scenarios
