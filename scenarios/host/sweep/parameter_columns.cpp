#include "scenarios/host/sweep/parameter_columns.hpp"

#include <algorithm>
#include <cmath>

#include "scenarios/host/sweep/quantity.hpp"

namespace lastmile::scenarios {
namespace {

std::vector<Value> values_of(const Cells& cells, const std::string& name) {
  std::vector<Value> values;
  for (const Block& block : cells.blocks()) {
    const auto found = std::find(block.names.begin(), block.names.end(), name);
    if (found == block.names.end()) continue;
    for (const auto& row : block.rows)
      values.push_back(row[static_cast<std::size_t>(found - block.names.begin())]);
  }
  return values;
}

Column column_for(const std::string& name, const std::vector<Value>& values) {
  const auto all = [&](auto&& test) { return std::all_of(values.begin(), values.end(), test); };
  Column column{name, ColumnType::text, "", "swept parameter"};
  const auto number = [](const Value& v) {
    return v.kind == Value::Kind::number || v.kind == Value::Kind::boolean;
  };
  const auto whole = [](const Value& v) {
    return v.kind == Value::Kind::boolean || v.number == std::floor(v.number);
  };
  if (all(number)) {
    column.type = all(whole) ? ColumnType::integer : ColumnType::real;
    column.unit = "1";
    return column;
  }
  std::vector<std::string> texts;
  for (const Value& value : values) texts.push_back(set_text(value));
  const auto measured = quantities(texts);
  if (!measured) return column;
  column.type = ColumnType::real;
  column.unit = measured->front().unit;
  return column;
}

Cell cell_for(const Column& column, const Value& value) {
  if (column.type == ColumnType::text) return set_text(value);
  const double number = value.kind == Value::Kind::text ? quantities({value.text})->front().value
                        : value.kind == Value::Kind::boolean ? (value.boolean ? 1.0 : 0.0)
                                                             : value.number;
  if (column.type == ColumnType::integer) return static_cast<std::int64_t>(number);
  return number;
}

}  // namespace

ParameterColumns::ParameterColumns(const Cells& cells) : cells_(cells) {
  for (std::size_t i = 0; i < cells.names().size(); ++i) {
    const std::string& name = cells.names()[i];
    if (name == "network" || name == "compute") continue;
    parameters_.push_back(i);
    columns_.push_back(column_for(name, values_of(cells, name)));
  }
}

std::vector<Cell> ParameterColumns::cells_of(std::uint64_t cell) const {
  const std::vector<Value> values = cells_.values(cell);
  std::vector<Cell> row;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    row.push_back(cell_for(columns_[i], values[parameters_[i]]));
  return row;
}

}  // namespace lastmile::scenarios
