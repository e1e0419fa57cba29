// What a person asked of `lastmile sweep`, kept in DIR/sweep.toml so that any process, on any node
// and at any later time, makes the same plan from it. The texts of the scenario's files are in it
// too: a scenario may be edited while its sweep waits in a queue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

struct SweepOrder {
  std::string path;                ///< of the file given, absolute
  std::vector<std::string> sets;   ///< KEY=VALUE, for all points
  std::vector<std::string> grids;  ///< KEY=VALUE,VALUE of the command line
  std::optional<std::int64_t> seeds;
  std::optional<std::string> network, compute, record;
  std::optional<std::string> replay;  ///< times for cost model `measured`, absolute
  bool frozen_time = true;
  int threads = 1;         ///< of learning, in every point
  bool few_files = false;  ///< results of a process in one file
  std::string commit;      ///< of the program that began the sweep
  FrozenFiles sources;
};

/// DIR/sweep.toml, written at once or not at all. ConfigError if it cannot be.
void write_order(const SweepOrder& order, const std::string& folder);
/// ConfigError: DIR is no sweep's folder, or the file is damaged.
SweepOrder read_order(const std::string& folder);

}  // namespace lastmile::scenarios
