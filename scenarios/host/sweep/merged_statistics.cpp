#include "scenarios/host/sweep/merged_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/host/comparison_tables.hpp"
#include "scenarios/host/intervals.hpp"
#include "scenarios/host/sweep/merged_tables.hpp"

namespace lastmile::scenarios {
namespace {

using T = ColumnType;

std::vector<std::string> short_names(const SweepPlan& plan) {
  std::vector<std::string> names;
  for (const Strategy& strategy : plan.base.strategies) names.push_back(short_name(strategy));
  return names;
}

// Of a calibration error: it is the same whatever the seed, so its mean is its size.
double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? std::numeric_limits<double>::quiet_NaN()
                        : sum / static_cast<double>(values.size());
}

std::string text_of(const std::map<std::string, std::int64_t>& pairs) {
  std::string text;
  for (const auto& [pair, cells] : pairs)
    text += (text.empty() ? "" : ", ") + pair + " in " + std::to_string(cells);
  return text;
}

std::size_t longest(const std::vector<IndicatorName>& kpis, std::string IndicatorName::*part) {
  std::size_t width = 1;
  for (const IndicatorName& kpi : kpis) width = std::max(width, (kpi.*part).size());
  return width;
}

}  // namespace

CellIndicators::CellIndicators(std::size_t kpis, std::size_t strategies)
    : values_(kpis, Paired(strategies)),
      errors_(kpis, Paired(strategies)),
      provenance_(kpis),
      seeds_(strategies) {}

void CellIndicators::add(std::size_t strategy, std::size_t seed,
                         const std::vector<IndicatorValue>& values) {
  seeds_[strategy].push_back(seed);
  for (std::size_t k = 0; k < values.size(); ++k) {
    values_[k][strategy].push_back(values[k].value);
    errors_[k][strategy].push_back(values[k].calibration_error);
    provenance_[k] = values[k].provenance;  // the same at all seeds and strategies
  }
}

CellIndicators::Pairs CellIndicators::pairs(std::size_t kpi, std::size_t a, std::size_t b) const {
  Pairs pairs;
  for (std::size_t i = 0, j = 0; i < seeds_[a].size() && j < seeds_[b].size();) {
    if (seeds_[a][i] < seeds_[b][j]) {
      ++i;
    } else if (seeds_[b][j] < seeds_[a][i]) {
      ++j;
    } else {
      pairs.a.push_back(values_[kpi][a][i++]);
      pairs.b.push_back(values_[kpi][b][j++]);
    }
  }
  return pairs;
}

Paired CellIndicators::common(std::size_t kpi) const {
  Paired result(seeds_.size());
  for (std::size_t i = 0; i < seeds_.front().size(); ++i) {
    const std::size_t seed = seeds_.front()[i];
    std::vector<double> row;
    for (std::size_t s = 0; s < seeds_.size(); ++s) {
      const auto found = std::find(seeds_[s].begin(), seeds_[s].end(), seed);
      if (found == seeds_[s].end()) break;
      row.push_back(values_[kpi][s][static_cast<std::size_t>(found - seeds_[s].begin())]);
    }
    if (row.size() != seeds_.size()) continue;
    for (std::size_t s = 0; s < row.size(); ++s) result[s].push_back(row[s]);
  }
  return result;
}

MergedStatistics::MergedStatistics(const SweepPlan& plan, const std::vector<IndicatorName>& kpis,
                                   analysis::Hdf5Sink& sink)
    : plan_(plan),
      kpis_(kpis),
      sink_(sink),
      names_(short_names(plan)),
      differences_(kpis.size()),
      report_(plan.cells, names_, kpis.size()) {
  declare_tables();
}

void MergedStatistics::declare_tables() {
  const std::size_t strategy = longest_strategy(plan_), kpi = longest(kpis_, &IndicatorName::kpi),
                    title = longest(kpis_, &IndicatorName::title),
                    unit = longest(kpis_, &IndicatorName::unit);
  TableSchema summary = summary_table();
  summary.description = "one row a cell, strategy and indicator: mean and 95 % interval over seeds";
  summary.columns.insert(summary.columns.begin(), cell_column());
  std::vector<std::size_t> widths;
  for (const Column& column : summary.columns) {
    widths.push_back(column.type != T::text      ? 0
                     : column.name == "strategy" ? strategy
                     : column.name == "kpi"      ? kpi
                     : column.name == "title"    ? title
                     : column.name == "unit"     ? unit
                                                 : 16);
  }
  sink_.declare(summary, widths);
  sink_.declare(difference_table(), {0, strategy, strategy, kpi, title, unit, 0, 0, 0, 0, 0, 0});
  std::size_t order = 0;  // of short names, which may be longer than names: "Cloud < L1"
  for (const std::string& name : names_) order += name.size() + 3;
  sink_.declare(cell_ranking_table(), {0, kpi, title, order});
  sink_.declare(ranking_change_table());
  sink_.declare(failure_table());
}

void MergedStatistics::add(const std::string& table, const Row& row) {
  bytes_ += bytes_of(row);
  sink_.record(table, row);
}

void MergedStatistics::add(std::uint64_t cell, const CellIndicators& indicators) {
  for (std::size_t k = 0; k < kpis_.size(); ++k) {
    add_summary(cell, k, indicators);
    for (std::size_t s = 0; s < plan_.strategies(); ++s) {
      if (s == plan_.baseline) continue;
      const CellIndicators::Pairs pairs = indicators.pairs(k, s, plan_.baseline);
      if (!pairs.a.empty())
        differences_[k].push_back({cell, s, paired_difference(pairs.a, pairs.b)});
    }
    const Paired common = indicators.common(k);
    if (names_.size() < 2 || common.front().empty()) continue;
    add("ranking", {static_cast<std::int64_t>(cell), kpis_[k].kpi, kpis_[k].title,
                    rank(names_, common).order});
    report_.add(cell, k, common);
  }
}

void MergedStatistics::add_summary(std::uint64_t cell, std::size_t k,
                                   const CellIndicators& indicators) {
  const std::string network = plan_.settings(cell).network;
  for (std::size_t s = 0; s < plan_.strategies(); ++s) {
    const std::vector<double>& values = indicators.values(k)[s];
    if (values.empty()) continue;
    const Interval interval = mean_interval(values);
    const auto reached =
        std::count_if(values.begin(), values.end(), [](double v) { return !std::isnan(v); });
    const Strategy& strategy = plan_.base.strategies[s];
    add("summary", {static_cast<std::int64_t>(cell), strategy.name,
                    static_cast<std::int64_t>(strategy.level.value_or(-1)), network, kpis_[k].kpi,
                    kpis_[k].title, kpis_[k].unit, interval.mean, interval.low, interval.high,
                    mean_of(indicators.errors(k)[s]), static_cast<std::int64_t>(interval.n),
                    static_cast<std::int64_t>(reached), indicators.provenance(k),
                    static_cast<std::int64_t>(kpis_[k].printed ? 1 : 0)});
  }
}

void MergedStatistics::add_failure(std::uint64_t point, const std::string& error) {
  add("failures", {static_cast<std::int64_t>(point), error});
}

void MergedStatistics::finish() {
  record_differences();
  record_changes();
}

void MergedStatistics::record_differences() {
  for (std::size_t k = 0; k < kpis_.size(); ++k) {
    std::vector<double> p;
    for (const DifferenceRow& row : differences_[k]) p.push_back(row.difference.p);
    const std::vector<double> adjusted = holm(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
      const auto& [cell, s, difference] = differences_[k][i];
      add("differences",
          {static_cast<std::int64_t>(cell), plan_.base.strategies[s].name,
           plan_.base.strategies[plan_.baseline].name, kpis_[k].kpi, kpis_[k].title, kpis_[k].unit,
           difference.mean, difference.low, difference.high, difference.n, p[i], adjusted[i]});
    }
  }
}

void MergedStatistics::record_changes() {
  for (const RankingChange& change : report_.changes()) {
    const IndicatorName& kpi = kpis_[change.kpi];
    add("ranking_changes", {kpi.kpi, kpi.title, change.axis, change.from, change.to, change.cells,
                            change.changed, change.significant, text_of(change.pairs)});
  }
}

}  // namespace lastmile::scenarios
