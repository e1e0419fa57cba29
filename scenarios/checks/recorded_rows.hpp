// Every row of a run, in the order of recording.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/host/simulate.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"
#include "sim/recorder.hpp"

namespace lastmile::scenarios {

class RecordedRows final : public Recorder {
 public:
  void declare(const TableSchema& table) override { schemas_[table.name] = table; }
  void record(const std::string& table, const Row& row) override { rows_.emplace_back(table, row); }

  [[nodiscard]] const std::vector<std::pair<std::string, Row>>& all() const { return rows_; }
  [[nodiscard]] std::vector<Row> of(const std::string& table) const {
    std::vector<Row> found;
    for (const auto& [name, row] : rows_) {
      if (name == table) found.push_back(row);
    }
    return found;
  }
  [[nodiscard]] const Cell& cell(const std::string& table, const Row& row,
                                 const std::string& column) const {
    const std::vector<Column>& columns = schemas_.at(table).columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == column) return row[i];
    }
    throw InternalError("no column '" + column + "' in " + table);
  }
  [[nodiscard]] double real(const std::string& table, const Row& row,
                            const std::string& column) const {
    return std::get<double>(cell(table, row, column));
  }

 private:
  std::map<std::string, TableSchema> schemas_;
  std::vector<std::pair<std::string, Row>> rows_;
};

/// The smallest scenario that comes along, with little to learn, on the fluid backend.
inline const Scenario& smallest_scenario() {
  static const Scenario scenario = [] {
    Scenario small = load_scenario(home_folder() / "scenarios/tutorial/first.lua", {});
    small.data->train_per_device = 40;
    small.data->test = 50;
    small.training->sgd.epochs = 2;
    return small;
  }();
  return scenario;
}

inline RecordedRows simulated(const Strategy& strategy, int threads = 1,
                              const std::string& cache = "") {
  RunSettings settings;
  settings.network = "fluid";
  settings.compute = smallest_scenario().compute;
  settings.threads = threads;
  settings.work_cache_dir = cache;
  RecordedRows rows;
  simulate(smallest_scenario(), strategy, settings, rows);
  return rows;
}

}  // namespace lastmile::scenarios
