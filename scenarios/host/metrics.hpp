// The dictionary of what result files hold: every column and indicator, what it is, and which test checks it.
//
// What a column is, is said where its table is declared; analysis/metrics.toml says which test checks it, and
// what an indicator is.
#pragma once

#include <string>
#include <vector>

#include "sim/recorder.hpp"

namespace lastmile::scenarios {

struct Check {
  std::string file;  ///< in the source tree
  std::string name;  ///< of the test case
};

struct ColumnMetric {
  Column column;
  Check check;
};

struct TableMetrics {
  std::string name, description;
  std::vector<ColumnMetric> columns;
};

struct KpiMetric {
  std::string name, title, unit, definition;
  Check check;
};

struct Metrics {
  std::vector<TableMetrics> tables;
  std::vector<KpiMetric> kpis;
};

/// ConfigError where analysis/metrics.toml lacks a column, names one that no table has, or cannot be read.
Metrics metrics();

/// As in analysis/README.md; of one table, or all there is ("").
std::string metrics_text(const std::string& table);
std::string metrics_json(const std::string& table);

}  // namespace lastmile::scenarios
