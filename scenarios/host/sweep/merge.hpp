// All points of a sweep in one file, DIR/merged.h5: the same bytes outside /provenance whatever ran
// the points, in whatever order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

struct MergeOptions {
  std::vector<std::string> folders;  ///< of one sweep; the first gets the file
  std::string output;                ///< usually folders.front() + "/merged.h5"
  std::string command_line;
};

struct MergeResult {
  std::string output;
  double points_cpu_s = 0;  ///< of the points that were merged
  std::uint64_t done = 0, failed = 0, missing = 0;
  double numbers_bytes = 0;  ///< 8 bytes a number, and the bytes of texts, of all tables
  [[nodiscard]] bool complete() const { return failed == 0 && missing == 0; }
};

/// Writes beside, then renames. ConfigError: a record is damaged or belongs to something else;
/// nothing is overwritten then.
MergeResult merge_points(const SweepPlan& plan, const MergeOptions& options);

}  // namespace lastmile::scenarios
