#include "scenarios/host/sweep/merge.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>

#include "analysis/memory_tables.hpp"
#include "scenarios/host/comparison_tables.hpp"
#include "scenarios/host/kpis.hpp"
#include "scenarios/host/result_attributes.hpp"
#include "scenarios/host/sweep/found_points.hpp"
#include "scenarios/host/sweep/merged_rows.hpp"
#include "scenarios/host/sweep/merged_statistics.hpp"
#include "scenarios/host/sweep/part_store.hpp"
#include "scenarios/host/sweep/point.hpp"
#include "scenarios/host/sweep/precision.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using analysis::MemoryTables;

analysis::FileAttributes merged_attributes(const SweepPlan& plan) {
  std::vector<std::string> networks, computes;
  const auto note = [](std::vector<std::string>& known, const std::string& name) {
    if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
  };
  for (std::uint64_t cell = 0; cell < plan.cells.size(); ++cell) {
    const CellSettings settings = plan.settings(cell);
    note(networks, settings.network);
    note(computes, settings.compute);
  }
  Scenario scenario = plan.base;
  scenario.seeds = plan.seeds;
  scenario.compute = computes.front();
  analysis::FileAttributes attributes =
      attributes_of(scenario, networks, plan.order.frozen_time, plan.record);
  attributes.kind = "sweep";
  for (std::size_t i = 1; i < computes.size(); ++i)
    attributes.backends.push_back("compute=" + computes[i]);
  attributes.parameters.emplace_back("sweep", plan.text);
  return attributes;
}

class Merger {
 public:
  Merger(const SweepPlan& plan, const FoundPoints& found, analysis::Hdf5Sink& sink)
      : plan_(plan),
        found_(found),
        rows_(plan, found.widths, found.kpis, sink),
        statistics_(plan, found.kpis, sink),
        result_() {
    for (std::size_t s = 0; s < plan.strategies(); ++s) {
      if (plan.base.strategies[s].level == 0 && !reference_) reference_ = s;
    }
  }

  MergeResult run() {
    for (std::uint64_t cell = 0; cell < plan_.cells.size(); ++cell) merge_cell(cell);
    statistics_.finish();
    result_.numbers_bytes = rows_.numbers_bytes() + statistics_.numbers_bytes();
    return result_;
  }

 private:
  /// What is there of a cell, by strategy and seed; empty where a point is missing.
  using CellTables = std::vector<std::vector<std::unique_ptr<MemoryTables>>>;

  CellTables read_cell(std::uint64_t cell) {
    CellTables tables(plan_.strategies());
    for (std::size_t s = 0; s < tables.size(); ++s) {
      tables[s].resize(plan_.seeds.size());
      for (std::size_t i = 0; i < plan_.seeds.size(); ++i) {
        const std::uint64_t number = plan_.number({cell, s, i});
        const auto place = found_.parts.found.find(number);
        if (place == found_.parts.found.end() || place->second.state != PartState::done) continue;
        const PointResult point = PointResult::from(found_.parts.read(number).payload);
        result_.points_cpu_s += point.cpu_s;
        tables[s][i] = std::make_unique<MemoryTables>(MemoryTables::unpacked(point.tables));
      }
    }
    return tables;
  }

  /// Seeds that the rule of precision wants, as far as the points before them are there.
  std::size_t seeds_of(const CellTables& tables) const {
    if (!plan_.precision) return plan_.seeds.size();
    CellValues values(tables.size());
    for (std::size_t s = 0; s < tables.size(); ++s) {
      for (const auto& point : tables[s]) {
        if (point == nullptr) break;
        values[s].push_back(indicator(*point, plan_.precision->kpi).value);
      }
    }
    return seeds_wanted(plan_.precision, values, plan_.baseline, plan_.seeds.size());
  }

  void merge_cell(std::uint64_t cell) {
    const CellTables tables = read_cell(cell);
    const std::size_t seeds = seeds_of(tables);
    CellIndicators indicators(found_.kpis.size(), plan_.strategies());
    std::int64_t done = 0;
    for (std::size_t s = 0; s < tables.size(); ++s) {
      for (std::size_t i = 0; i < seeds; ++i) {
        const std::uint64_t number = plan_.number({cell, s, i});
        if (tables[s][i] == nullptr) {
          note_gap(number);
          continue;
        }
        const auto values = values_of(tables, s, i);
        rows_.add_point(number, *tables[s][i], values);
        indicators.add(s, i, values);
        ++done;
      }
    }
    result_.done += static_cast<std::uint64_t>(done);
    rows_.add_cell(cell, done);
    statistics_.add(cell, indicators);
  }

  void note_gap(std::uint64_t number) {
    const auto place = found_.parts.found.find(number);
    if (place == found_.parts.found.end()) {
      ++result_.missing;
      return;
    }
    ++result_.failed;
    statistics_.add_failure(number, found_.parts.read(number).payload);
  }

  std::vector<IndicatorValue> values_of(const CellTables& tables, std::size_t s,
                                        std::size_t i) const {
    std::vector<IndicatorValue> values;
    for (const IndicatorName& name : found_.kpis) {
      values.push_back(indicator(*tables[s][i], name.kpi));
      if (name.kpi != kTimeTo90 || !reference_ || tables[*reference_][i] == nullptr) continue;
      const RunTables run = read_run(*tables[s][i]), reference = read_run(*tables[*reference_][i]);
      values.back().value = time_to_90({run, &reference});
      values.back().calibration_error = time_to_90_error({run, &reference});
    }
    return values;
  }

  const SweepPlan& plan_;
  const FoundPoints& found_;
  MergedRows rows_;
  MergedStatistics statistics_;
  MergeResult result_;
  std::optional<std::size_t> reference_;
};

/// Gone with whatever goes wrong.
class FileBeside {
 public:
  explicit FileBeside(const std::string& path)
      : path_(path + "." + std::to_string(getpid()) + ".new") {}
  FileBeside(const FileBeside&) = delete;
  FileBeside& operator=(const FileBeside&) = delete;
  ~FileBeside() { unlink(path_.c_str()); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

MergeResult merge_points(const SweepPlan& plan, const MergeOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const FoundPoints found = find_points(plan, options.folders);
  if (found.kpis.empty())
    throw ConfigError("nothing to merge in '" + options.folders.front() + "': no point is done");
  const FileBeside file(options.output);
  MergeResult result;
  {
    analysis::Hdf5Sink sink(file.path(), merged_attributes(plan), analysis::FileForm::compressed);
    result = Merger(plan, found, sink).run();
    analysis::Provenance provenance =
        provenance_of(options.command_line, options.output, 1, plan.order.threads);
    provenance.cpu_s = result.points_cpu_s + own_cpu_s();
    provenance.wall_s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (result.complete()) {
      sink.finish(provenance);
    } else {
      sink.set_provenance(provenance);
      sink.flush();  // throws when the disk is full, which the end of the sink does not
    }
  }
  result.output = options.output;
  std::error_code error;
  std::filesystem::rename(file.path(), options.output, error);
  if (error) throw ConfigError("cannot write " + options.output + ": " + error.message());
  if (result.complete()) {
    for (const std::string& folder : options.folders) {
      remove_leftovers(folder);
      std::filesystem::remove_all(folder + "/cache", error);  // nobody needs the training any more
    }
  }
  return result;
}

}  // namespace lastmile::scenarios
