// One point of a sweep, simulated in this process: its tables, and what they cost.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

/// What travels from the process that simulated: the tables of the run, table `kpis` among them
/// (one row an indicator; those that need the run of level 0 beside this one are not numbers).
struct PointResult {
  double cpu_s = 0;  ///< of loading, simulating and judging
  double wall_s = 0;
  std::string tables;  ///< MemoryTables::packed()

  [[nodiscard]] std::string bytes() const;
  static PointResult from(std::string_view bytes);  ///< ConfigError
};

/// `cache` is a folder of finished training, shared; "" for none. Throws what goes wrong.
PointResult run_point(const SweepPlan& plan, std::uint64_t number, const std::string& cache);

struct PointAnswer {
  bool ok = false;
  std::string text;  ///< PointResult::bytes(), or the error
};

/// Runs points one after the other until `seconds` are over or one fails; answers_of() what this
/// returns.
std::string run_batch(const SweepPlan& plan, const std::vector<std::uint64_t>& numbers,
                      const std::string& cache, double seconds);
std::vector<PointAnswer> answers_of(std::string_view bytes);

/// The indicator that the sweep's precision looks at; not a number without such a rule.
double point_indicator(const SweepPlan& plan, std::string_view payload);

}  // namespace lastmile::scenarios
