// The tables of a merged file that say what the points mean: /summary, /differences, /ranking,
// /ranking_changes, /failures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/hdf5_sink.hpp"
#include "scenarios/host/sweep/cell_statistics.hpp"
#include "scenarios/host/sweep/merged_rows.hpp"
#include "scenarios/host/sweep/plan.hpp"
#include "scenarios/host/sweep/ranking_changes.hpp"

namespace lastmile::scenarios {

/// Indicators of one cell: [indicator][strategy], and the seeds that ended.
class CellIndicators {
 public:
  CellIndicators(std::size_t kpis, std::size_t strategies);
  void add(std::size_t strategy, std::size_t seed, const std::vector<IndicatorValue>& values);

  [[nodiscard]] const Paired& values(std::size_t kpi) const { return values_[kpi]; }
  [[nodiscard]] const Paired& errors(std::size_t kpi) const { return errors_[kpi]; }
  [[nodiscard]] const std::string& provenance(std::size_t kpi) const { return provenance_[kpi]; }
  /// Values of a and b for the seeds that both have.
  struct Pairs {
    std::vector<double> a, b;
  };
  [[nodiscard]] Pairs pairs(std::size_t kpi, std::size_t a, std::size_t b) const;
  /// Of all strategies, for the seeds that all have.
  [[nodiscard]] Paired common(std::size_t kpi) const;

 private:
  std::vector<Paired> values_, errors_;
  std::vector<std::string> provenance_;
  std::vector<std::vector<std::size_t>> seeds_;  ///< [strategy], in the order of values
};

class MergedStatistics {
 public:
  MergedStatistics(const SweepPlan& plan, const std::vector<IndicatorName>& kpis,
                   analysis::Hdf5Sink& sink);
  void add(std::uint64_t cell, const CellIndicators& indicators);
  void add_failure(std::uint64_t point, const std::string& error);
  /// What needs all cells: adjusted p values, changes of ranking.
  void finish();
  [[nodiscard]] double numbers_bytes() const { return bytes_; }

 private:
  struct DifferenceRow {
    std::uint64_t cell;
    std::size_t strategy;
    Difference difference;
  };
  void declare_tables();
  void add_summary(std::uint64_t cell, std::size_t kpi, const CellIndicators& indicators);
  void record_differences();
  void record_changes();
  void add(const std::string& table, const Row& row);

  const SweepPlan& plan_;
  const std::vector<IndicatorName>& kpis_;
  analysis::Hdf5Sink& sink_;
  std::vector<std::string> names_;                       ///< short, of the strategies
  std::vector<std::vector<DifferenceRow>> differences_;  ///< [indicator]
  RankingReport report_;
  double bytes_ = 0;
};

}  // namespace lastmile::scenarios
