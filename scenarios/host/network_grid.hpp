// The grids on which the fluid network is fitted to the packet level and judged against it. No
// level of stations, distance, size or load is in both, but the loads 0 (one after the other) and
// 1 (all at once).
#pragma once

#include "network/fluid/coefficients.hpp"
#include "scenarios/host/network_cells.hpp"

namespace lastmile::scenarios {

/// Of one technology; the quick one has fewer levels of size, distance and load.
[[nodiscard]] std::vector<Cell> training_grid(Technology technology, bool quick);
[[nodiscard]] std::vector<Cell> held_out_grid(Technology technology, bool quick);

/// Cells and what the packet level says of them; those that it could not run are left out.
struct Measured {
  std::vector<Cell> cells;
  std::vector<double> mean_s, saturation;
};
[[nodiscard]] Measured measure(const std::vector<Cell>& cells);

/// Relative difference of the fluid mean, with its sign, by cell.
[[nodiscard]] std::vector<double> fluid_errors(const Measured& measured,
                                               const network::fluid::Coefficients& coefficients);
/// Of the absolute values; 0 < share <= 1. REQUIRES: not empty.
[[nodiscard]] double quantile_of_size(std::vector<double> errors, double share);

}  // namespace lastmile::scenarios
