// A dense layer's parameters in the order in which the dense kernels of lanes.hpp read them, and
// back.
//
// Plain      weights [row][term], then bias [row]
// Arranged   [row / kLanes][term, then the bias][row % kLanes], 0 beyond the last row
// Tests      tests/unit/kernels/lanes_dense_test.cpp
#pragma once

#include <cstddef>

#include "kernels/lanes.hpp"

namespace lastmile::kernels {

struct DenseWeights {
  int rows = 0;
  int terms = 0;
  bool bias = false;

  [[nodiscard]] int tiles() const { return (rows + kLanes - 1) / kLanes; }
  [[nodiscard]] std::size_t tile_floats() const;
  [[nodiscard]] std::size_t arranged_size() const;
  void arrange(const float* plain, float* arranged) const;
  void restore(const float* arranged, float* plain) const;
};

/// Slopes [row][lane] of the tile's rows to [lane][row], 0 beyond the last row.
void turn_slopes(const float* slope, int rows, int tile, float* turned);

}  // namespace lastmile::kernels
