#include <filesystem>

#include "scenarios/host/json_text.hpp"
#include "scenarios/host/metrics.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kKpis = "kpis";  // where a table's name may stand

std::string unit_of(const std::string& unit) { return unit == "1" ? "" : unit; }
std::string short_name(const Check& check) { return std::filesystem::path(check.file).stem().string(); }

std::string text_of(const TableMetrics& table) {
  std::string text = "### `/" + table.name + "`: " + table.description +
                     "\n\n| column | unit | what it is | checked by |\n|---|---|---|---|\n";
  for (const ColumnMetric& one : table.columns) {
    text += "| `" + one.column.name + "` | " + unit_of(one.column.unit) + " | " + one.column.description +
            " | `" + short_name(one.check) + "` |\n";
  }
  return text;
}

std::string text_of(const std::vector<KpiMetric>& kpis) {
  std::string text =
      "### Indicators: the rows of `/summary`\n\n| kpi | title | unit | what it is | checked by |\n"
      "|---|---|---|---|---|\n";
  for (const KpiMetric& one : kpis) {
    text += "| `" + one.name + "` | " + one.title + " | " + unit_of(one.unit) + " | " + one.definition +
            " | `" + short_name(one.check) + "` |\n";
  }
  return text;
}

std::string json_of(const std::string& table, const ColumnMetric& one) {
  return json_object({{"table", json_text(table)},
                      {"name", json_text(one.column.name)},
                      {"unit", json_text(one.column.unit)},
                      {"definition", json_text(one.column.description)},
                      {"file", json_text(one.check.file)},
                      {"case", json_text(one.check.name)}});
}

std::string json_of(const KpiMetric& one) {
  return json_object({{"table", json_text(kKpis)},
                      {"name", json_text(one.name)},
                      {"title", json_text(one.title)},
                      {"unit", json_text(one.unit)},
                      {"definition", json_text(one.definition)},
                      {"file", json_text(one.check.file)},
                      {"case", json_text(one.check.name)}});
}

/// The dictionary, less what was not asked for; ConfigError if that is all of it.
Metrics chosen(const std::string& table) {
  Metrics all = metrics();
  if (table.empty()) return all;
  std::vector<std::string> known = {kKpis};
  for (const TableMetrics& one : all.tables) known.push_back(one.name);
  std::erase_if(all.tables, [&](const TableMetrics& one) { return one.name != table; });
  if (table != kKpis) all.kpis.clear();
  if (all.tables.empty() && all.kpis.empty()) throw ConfigError(unknown_name_message("table", table, known));
  return all;
}

}  // namespace

std::string metrics_text(const std::string& table) {
  const Metrics all = chosen(table);
  std::string text;
  for (const TableMetrics& one : all.tables) text += (text.empty() ? "" : "\n") + text_of(one);
  if (!all.kpis.empty()) text += (text.empty() ? "" : "\n") + text_of(all.kpis);
  return text;
}

std::string metrics_json(const std::string& table) {
  const Metrics all = chosen(table);
  std::vector<std::string> rows;
  for (const TableMetrics& one : all.tables) {
    for (const ColumnMetric& column : one.columns) rows.push_back(json_of(one.name, column));
  }
  for (const KpiMetric& one : all.kpis) rows.push_back(json_of(one));
  return json_list(rows) + "\n";
}

}  // namespace lastmile::scenarios
