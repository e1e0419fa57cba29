// Runs the missing points of a sweep on this machine, in processes of their own, and stores what
// they leave. A point that fails is recorded with its error, and the rest goes on.
//
// Forked   points on the fluid network are forked from this process, which has the plan; points on
//          ns-3 start the program anew, one a process (forked_child.hpp says why).
// Batches  a fork costs as much as a short point. Short points share one until 50 ms are over, so
// that
//          no more than that is lost with it; when it dies, its points run again, each alone.
// Memory   no more points at a time than fit: by what is expected, and by the largest seen so far.
#pragma once

#include <cstdint>
#include <string>

#include "scenarios/host/sweep/agenda.hpp"
#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

struct PointsOptions {
  std::string folder;
  int jobs = 1;
  Shard shard;
  bool few_files = false;
  double memory_bytes = 0;    ///< that all processes may take together; 0: what is free
  double expected_bytes = 0;  ///< of one process, until one has ended
};

struct PointsOutcome {
  bool interrupted = false;
  std::uint64_t run = 0;  ///< points that ended here, failed ones too
  std::uint64_t failed = 0;
  std::uint64_t known = 0;  ///< done before
  std::string first_error;
  double scenario_cpu_s = 0;  ///< of loading, simulating and judging, without starting and storing
  double cpu_s = 0;           ///< of all children
  double wall_s = 0;
  double peak_memory_bytes = 0;  ///< of the largest
};

/// ConfigError when results cannot be stored.
PointsOutcome run_points(const SweepPlan& plan, const PointsOptions& options);

}  // namespace lastmile::scenarios
