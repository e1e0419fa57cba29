// Fits models/interference.hpp to measured co-runs, and says how far off it is.
//
// Formulae   for each C, w and r of a grid: coefficients >= 0 with the least sum of absolute errors of (slowdown - 1),
//            by least squares (coordinate descent) reweighted with 1 / max(|error|, 0.01), twenty times; the best
//            point of the grid
//            no interference (coefficients 0), unless the fit errs 10 % less than that on kernels that it has not
//            seen: a quarter of them left out at a time, with every pair that they are in
//            best constant: the median
// Rows       the answers of lastmile-kernels to `corun`, a line of JSON each; a pair that was run several times
//            counts once, with the medians (where its buffers lie in memory changes a run's answer); pairs that shared a core unknown to
//            the system (core_share above 1.25) say nothing about caches and are left out
// Tests      tests/unit/models/interference_test.cpp
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/interference.hpp"

namespace lastmile::models {

struct CorunRow {
  std::string call, other_call;
  Demand demand, other;
  double slowdown = 1;
};

enum class Placement { two_processors, one_processor };

/// Two rows a pair of that placement, in the order in which the pairs come first. ConfigError names the line.
std::vector<CorunRow> read_corun_rows(std::string_view answers, Placement placement = Placement::two_processors);

/// Without origin.
Interference fit_interference(const std::vector<CorunRow>& rows, double private_cache_bytes);

struct InterferenceError {
  int rows = 0;
  double mean_error = 0;           ///< mean |predicted - measured|: of the slowdown, or of slowdown - 1
  double best_constant_error = 0;  ///< the same of the constant that fits these very rows best
  double mape = 0;                 ///< of the slowdown
  double worst = 0;
};
InterferenceError error_of(const Interference& model, const std::vector<CorunRow>& rows);

}  // namespace lastmile::models
