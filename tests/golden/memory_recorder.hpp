// A recorder that keeps every row, and the tables of all strategies of the small scenario.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenarios/host/simulate.hpp"
#include "sim/error.hpp"
#include "sim/recorder.hpp"

namespace lastmile {

class MemoryRecorder final : public Recorder {
 public:
  void declare(const TableSchema& table) override { tables_[table.name].schema = table; }
  void record(const std::string& table, const Row& row) override {
    SIM_CHECK(row.size() == tables_.at(table).schema.columns.size(), "a cell a column");
    tables_.at(table).rows.push_back(row);
  }

  [[nodiscard]] const std::vector<Row>& rows(const std::string& table) const {
    return tables_.at(table).rows;
  }
  [[nodiscard]] const TableSchema& schema(const std::string& table) const {
    return tables_.at(table).schema;
  }
  [[nodiscard]] double number(const std::string& table, const Row& row,
                              const std::string& column) const {
    const Cell& cell = row[position(table, column)];
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
    return std::get<double>(cell);
  }
  [[nodiscard]] const std::string& text(const std::string& table, const Row& row,
                                        const std::string& column) const {
    return std::get<std::string>(row[position(table, column)]);
  }

 private:
  [[nodiscard]] std::size_t position(const std::string& table, const std::string& column) const {
    const std::vector<Column>& columns = tables_.at(table).schema.columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == column) return i;
    }
    throw InternalError("no column '" + column + "' in " + table);
  }
  struct Table {
    TableSchema schema;
    std::vector<Row> rows;
  };
  std::map<std::string, Table> tables_;
};

namespace scenarios {

inline const Scenario& seven_levels() {
  static const Scenario scenario = load_scenario("tests/golden/seven_levels.lua", {});
  return scenario;
}

inline RunSettings fluid_settings() {
  RunSettings settings;
  settings.network = "fluid";
  settings.compute = seven_levels().compute;
  return settings;
}

/// Results of each strategy on the fluid backend; simulated once.
inline const std::vector<MemoryRecorder>& results() {
  static const std::vector<MemoryRecorder> all = [] {
    std::vector<MemoryRecorder> recorders(seven_levels().strategies.size());
    for (std::size_t i = 0; i < recorders.size(); ++i) {
      simulate(seven_levels(), seven_levels().strategies[i], fluid_settings(), recorders[i]);
    }
    return recorders;
  }();
  return all;
}

}  // namespace scenarios
}  // namespace lastmile
