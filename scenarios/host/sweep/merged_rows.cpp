#include "scenarios/host/sweep/merged_rows.hpp"

#include <algorithm>
#include <limits>

#include "scenarios/host/sweep/merged_tables.hpp"

namespace lastmile::scenarios {
namespace {

using analysis::ColumnData;
using analysis::MemoryTables;
using Texts = std::vector<std::string>;

constexpr std::size_t kBackendWidth = 16, kHashWidth = 32;

// These say the same in every row of a point: table points has them.
bool belongs_to_point(const std::string& column) {
  return column == "strategy" || column == "level" || column == "seed" || column == "network";
}

double bytes_of_column(const ColumnData& column) {
  if (const auto* texts = std::get_if<Texts>(&column)) {
    double sum = 0;
    for (const std::string& text : *texts) sum += static_cast<double>(text.size());
    return sum;
  }
  return std::visit([](const auto& cells) { return 8.0 * static_cast<double>(cells.size()); },
                    column);
}

}  // namespace

double bytes_of(const Row& row) {
  double sum = 0;
  for (const Cell& cell : row) {
    const auto* text = std::get_if<std::string>(&cell);
    sum += text != nullptr ? static_cast<double>(text->size()) : 8.0;
  }
  return sum;
}

std::size_t longest_strategy(const SweepPlan& plan) {
  std::size_t longest = 1;
  for (const Strategy& strategy : plan.base.strategies)
    longest = std::max(longest, strategy.name.size());
  return longest;
}

void TextWidths::see(const MemoryTables& tables) {
  for (const MemoryTables::Table& table : tables.all()) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const auto* texts = std::get_if<Texts>(&table.columns[i]);
      if (texts == nullptr) continue;
      std::size_t& width = widths_[table.schema.name][table.schema.columns[i].name];
      for (const std::string& text : *texts) width = std::max(width, text.size());
    }
  }
}

std::size_t TextWidths::of(const std::string& table, const std::string& column) const {
  const auto columns = widths_.find(table);
  if (columns == widths_.end()) return 1;
  const auto found = columns->second.find(column);
  return found == columns->second.end() ? 1 : std::max<std::size_t>(1, found->second);
}

std::vector<IndicatorName> indicator_names(const MemoryTables& tables) {
  std::vector<IndicatorName> names;
  const Texts& kpi = tables.texts("kpis", "kpi");
  for (std::size_t i = 0; i < kpi.size(); ++i) {
    names.push_back({kpi[i], tables.texts("kpis", "title")[i], tables.texts("kpis", "unit")[i],
                     tables.integers("kpis", "printed")[i] != 0});
  }
  return names;
}

IndicatorValue indicator(const MemoryTables& tables, const std::string& kpi) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const Texts& names = tables.texts("kpis", "kpi");
  const auto found = std::find(names.begin(), names.end(), kpi);
  if (found == names.end()) return {none, none, ""};
  const auto i = static_cast<std::size_t>(found - names.begin());
  return {tables.reals("kpis", "value")[i], tables.reals("kpis", "calibration_error")[i],
          tables.texts("kpis", "provenance")[i]};
}

MergedRows::MergedRows(const SweepPlan& plan, const TextWidths& widths,
                       const std::vector<IndicatorName>& kpis, analysis::Hdf5Sink& sink)
    : plan_(plan), widths_(widths), sink_(sink), parameters_(plan.cells) {
  declare_points(kpis);
  declare_cells();
}

void MergedRows::declare_points(const std::vector<IndicatorName>& kpis) {
  std::vector<Column> indicators;
  for (const IndicatorName& kpi : kpis)
    indicators.push_back(
        {kpi.kpi, ColumnType::real, kpi.unit, kpi.title.substr(kpi.title.find_first_not_of(' '))});
  const TableSchema table = point_table(parameters_.columns(), indicators);
  std::vector<std::size_t> widths(table.columns.size(), 0);
  widths[2] = longest_strategy(plan_);
  widths[5] = widths[6] = kBackendWidth;
  widths.back() = kHashWidth;
  sink_.declare(table, widths);
}

void MergedRows::declare_cells() {
  const TableSchema table = cell_table(parameters_.columns());
  std::vector<std::size_t> widths(table.columns.size(), 0);
  widths[1] = widths[2] = kBackendWidth;
  sink_.declare(table, widths);
}

void MergedRows::add(const std::string& table, const Row& row) {
  bytes_ += bytes_of(row);
  sink_.record(table, row);
}

void MergedRows::add_point(std::uint64_t number, const MemoryTables& tables,
                           const std::vector<IndicatorValue>& values) {
  const Point point = plan_.point(number);
  const Strategy& strategy = plan_.base.strategies[point.strategy];
  const CellSettings settings = plan_.settings(point.cell);
  Row row = {static_cast<std::int64_t>(number),
             static_cast<std::int64_t>(point.cell),
             strategy.name,
             static_cast<std::int64_t>(strategy.level.value_or(-1)),
             static_cast<std::int64_t>(plan_.seeds[point.seed]),
             settings.network,
             settings.compute};
  for (Cell& cell : parameters_.cells_of(point.cell)) row.push_back(std::move(cell));
  for (const IndicatorValue& value : values) row.emplace_back(value.value);
  row.emplace_back(plan_.hash(number));
  add("points", row);
  for (const MemoryTables::Table& table : tables.all()) {
    if (table.schema.name != "kpis") append(number, table);
  }
}

void MergedRows::append(std::uint64_t number, const MemoryTables::Table& table) {
  TableSchema schema{table.schema.name, table.schema.description, {point_column()}};
  std::vector<ColumnData> columns = {
      std::vector<std::int64_t>(table.rows(), static_cast<std::int64_t>(number))};
  std::vector<std::size_t> widths = {0};
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.schema.columns[i];
    if (belongs_to_point(column.name)) continue;
    schema.columns.push_back(column);
    columns.push_back(table.columns[i]);
    widths.push_back(column.type == ColumnType::text ? widths_.of(table.schema.name, column.name)
                                                     : 0);
  }
  sink_.declare(schema, widths);
  for (const ColumnData& column : columns) bytes_ += bytes_of_column(column);
  sink_.append(schema.name, columns);
}

void MergedRows::add_cell(std::uint64_t cell, std::int64_t done) {
  const CellSettings settings = plan_.settings(cell);
  Row row = {static_cast<std::int64_t>(cell), settings.network, settings.compute};
  for (Cell& value : parameters_.cells_of(cell)) row.push_back(std::move(value));
  row.emplace_back(done);
  add("cells", row);
}

}  // namespace lastmile::scenarios
