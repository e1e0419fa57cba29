// A sweep as jobs of a Slurm cluster: one array whose tasks are shards, and a job behind it that
// merges. Works with the cluster's own sbatch; the program must lie where the nodes find it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

struct SlurmOptions {
  std::optional<std::string> partition, account, time;
  double memory_bytes = 0;                ///< of a task; 0: what the partition gives
  std::optional<std::int64_t> chunk;      ///< points a task; default: some twenty minutes of work
  std::optional<std::int64_t> at_a_time;  ///< tasks
  int jobs = 1;                           ///< processes, and processors, of a task
  std::vector<std::string> more;          ///< further options of sbatch
};

struct SlurmScripts {
  std::string array, merge;
  std::uint64_t tasks = 0;   ///< that are submitted
  std::uint64_t points = 0;  ///< that are missing
  std::uint64_t chunk = 1;   ///< points a task, about
};

/// For what is missing in the folder. ConfigError when nothing is.
SlurmScripts slurm_scripts(const SweepPlan& plan, const std::string& folder,
                           const SlurmOptions& options, std::uint64_t most_tasks);

/// "0-3,7,9-10"
std::string ranges(const std::vector<std::uint64_t>& numbers);

/// MaxArraySize of this cluster; Slurm's default where it does not say.
std::uint64_t largest_array();

/// Writes DIR/slurm/array.sh and merge.sh and submits both. Prints the jobs' numbers. ConfigError:
/// no sbatch here, or it said no.
void submit(const SlurmScripts& scripts, const std::string& folder);

}  // namespace lastmile::scenarios
