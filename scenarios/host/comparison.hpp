// What is made of all runs of a command: summaries over seeds, rankings, claims, the printed table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"
#include "sim/recorder.hpp"

namespace lastmile::scenarios {

/// One finished run and the file with its tables.
struct FinishedRun {
  std::string network;
  std::string strategy;
  std::uint64_t seed = 0;
  std::string part_path;
};

/// Adds the tables that need all runs (summary, ranking, claims). `runs` are in the file's order:
/// by network, then strategy, then seed. Not called when the command was interrupted.
void record_comparison(const Scenario& scenario, const std::vector<FinishedRun>& runs,
                       Recorder& recorder);

struct ComparisonOptions {
  bool json = false;
  double wall_s = 0;
  double cpu_s = 0;
  double peak_memory_bytes = 0;  ///< of the largest process
};

/// Prints what the finished result file holds.
void print_comparison(const Scenario& scenario, const std::string& result_path,
                      const ComparisonOptions& options);

}  // namespace lastmile::scenarios
