#include "scenarios/host/metrics.hpp"

#include <map>
#include <set>

#include "models/data_file.hpp"
#include "policies/execute/span_table.hpp"
#include "policies/execute/tables.hpp"
#include "scenarios/host/comparison_tables.hpp"
#include "scenarios/host/kpis.hpp"
#include "scenarios/host/link_series.hpp"
#include "scenarios/host/sample_trace.hpp"
#include "scenarios/host/sweep/merged_tables.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

std::filesystem::path dictionary() { return home_folder() / "analysis/metrics.toml"; }

/// Keeps what is declared.
class Declared final : public Recorder {
 public:
  void declare(const TableSchema& table) override { tables.push_back(table); }
  void record(const std::string&, const Row&) override {}
  std::vector<TableSchema> tables;
};

std::vector<TableSchema> all_tables() {
  Declared declared;
  policies::declare_tables(declared);
  policies::declare_span_table(declared);
  declare_link_table(declared);
  declare_comparison_tables(declared);
  declare_trace_tables(declared);
  for (const TableSchema& table :
       {point_table({}, {}), cell_table({}), difference_table(), ranking_change_table(), failure_table()}) {
    declared.declare(table);
  }
  return declared.tables;
}

using Checks = std::map<std::string, Check>;  // by "table.column"

Checks checks_of(const models::DataTable& file) {
  Checks checks;
  for (const models::DataTable& one : file.tables("check")) {
    one.allow({"table", "columns", "file", "case"});
    for (const std::string& column : one.texts("columns")) {
      const std::string name = one.text("table") + "." + column;
      const bool is_new = checks.emplace(name, Check{one.text("file"), one.text("case")}).second;
      if (!is_new) one.refuse("columns", "'" + name + "' has a check already");
    }
  }
  return checks;
}

Check taken(Checks& checks, const std::string& name) {
  const auto found = checks.find(name);
  if (found == checks.end())
    throw ConfigError(dictionary().string() + ": no test checks the column '" + name + "'");
  Check check = found->second;
  checks.erase(found);
  return check;
}

std::vector<TableMetrics> tables_with(Checks checks) {
  std::vector<TableMetrics> tables;
  for (const TableSchema& schema : all_tables()) {
    TableMetrics table{schema.name, schema.description, {}};
    for (const Column& column : schema.columns) {
      table.columns.push_back({column, taken(checks, schema.name + "." + column.name)});
    }
    tables.push_back(std::move(table));
  }
  if (!checks.empty())
    throw ConfigError(dictionary().string() + ": there is no column '" + checks.begin()->first + "'");
  return tables;
}

std::vector<KpiMetric> kpis_with(const models::DataTable& file) {
  std::map<std::string, models::DataTable> known;
  for (const models::DataTable& one : file.tables("kpi")) {
    one.allow({"name", "definition", "file", "case"});
    if (!known.emplace(one.text("name"), one).second) one.refuse("name", "it stands here twice");
  }
  std::vector<KpiMetric> all;
  for (const Kpi& kpi : all_kpis()) {
    const auto found = known.find(kpi.name);
    if (found == known.end())
      throw ConfigError(dictionary().string() + ": no definition of the indicator '" + kpi.name + "'");
    const models::DataTable& one = found->second;
    const std::string title = kpi.title.substr(kpi.title.find_first_not_of(' '));
    all.push_back({kpi.name, title, kpi.unit, one.text("definition"), {one.text("file"), one.text("case")}});
  }
  if (known.size() != all.size())
    throw ConfigError(dictionary().string() + ": defines an indicator that does not exist");
  return all;
}

}  // namespace

Metrics metrics() {
  const models::DataTable file = models::DataTable::read(dictionary());
  file.allow({"check", "kpi"});
  return {tables_with(checks_of(file)), kpis_with(file)};
}

}  // namespace lastmile::scenarios
