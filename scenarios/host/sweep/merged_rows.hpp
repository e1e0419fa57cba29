// The tables of a merged file that have a row or more a point: /points, /cells, and what the runs
// recorded.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "analysis/hdf5_sink.hpp"
#include "analysis/memory_tables.hpp"
#include "scenarios/host/sweep/parameter_columns.hpp"
#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

/// The longest text of every column: a compressed file must know before it writes.
class TextWidths {
 public:
  void see(const analysis::MemoryTables& tables);
  [[nodiscard]] std::size_t of(const std::string& table, const std::string& column) const;

 private:
  std::map<std::string, std::map<std::string, std::size_t>> widths_;
};

struct IndicatorName {
  std::string kpi, title, unit;
  bool printed = true;
};
struct IndicatorValue {
  double value = 0, calibration_error = 0;
  std::string provenance;
};
/// Of the table `kpis` of one point.
std::vector<IndicatorName> indicator_names(const analysis::MemoryTables& tables);
/// Not a number where the point has no such indicator.
IndicatorValue indicator(const analysis::MemoryTables& tables, const std::string& kpi);

class MergedRows {
 public:
  MergedRows(const SweepPlan& plan, const TextWidths& widths,
             const std::vector<IndicatorName>& kpis, analysis::Hdf5Sink& sink);
  void add_point(std::uint64_t number, const analysis::MemoryTables& tables,
                 const std::vector<IndicatorValue>& values);
  void add_cell(std::uint64_t cell, std::int64_t done);
  [[nodiscard]] double numbers_bytes() const { return bytes_; }

 private:
  void declare_points(const std::vector<IndicatorName>& kpis);
  void declare_cells();
  void append(std::uint64_t number, const analysis::MemoryTables::Table& table);
  void add(const std::string& table, const Row& row);

  const SweepPlan& plan_;
  const TextWidths& widths_;
  analysis::Hdf5Sink& sink_;
  ParameterColumns parameters_;
  double bytes_ = 0;
};

/// 8 a number, its length a text.
double bytes_of(const Row& row);

/// The longest name of what a sweep can have in these columns.
std::size_t longest_strategy(const SweepPlan& plan);

}  // namespace lastmile::scenarios
