#include "scenarios/host/sweep/point.hpp"

#include <chrono>
#include <cmath>
#include <limits>

#include "analysis/byte_text.hpp"
#include "analysis/memory_tables.hpp"
#include "scenarios/host/kpis.hpp"
#include "scenarios/host/result_attributes.hpp"
#include "scenarios/host/simulate.hpp"
#include "scenarios/host/sweep/merged_rows.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using WallClock = std::chrono::steady_clock;
using analysis::MemoryTables;

const Strategy& strategy_of(const Scenario& scenario, const std::string& name,
                            const std::string& where) {
  std::vector<std::string> known;
  for (const Strategy& strategy : scenario.strategies) {
    if (strategy.name == name) return strategy;
    known.push_back(strategy.name);
  }
  throw ConfigError(where + ": " + unknown_name_message("strategy", name, known) +
                    " (strategies must be the same at all points of a sweep)");
}

void record_kpis(const Scenario& scenario, MemoryTables& tables) {
  const RunTables run = read_run(tables);
  tables.declare(
      {"kpis",
       "key performance indicators of one run",
       {{"kpi", ColumnType::text, "", "name"},
        {"title", ColumnType::text, "", "name for people"},
        {"unit", ColumnType::text, "", "of value"},
        {"provenance", ColumnType::text, "", "class of the weakest input"},
        {"printed", ColumnType::integer, "1", "in printed tables"},
        {"value", ColumnType::real, "", "of this run"},
        {"calibration_error", ColumnType::real, "", "standard error from the cost model's own"}}});
  for (const Kpi& kpi : kpis(scenario)) {
    const KpiInput input{run, nullptr};
    const double error = kpi.calibration_error ? kpi.calibration_error(input) : std::nan("");
    tables.record("kpis",
                  {kpi.name, kpi.title, kpi.unit, std::string(models::to_string(kpi.provenance)),
                   static_cast<std::int64_t>(kpi.printed), kpi.value(input), error});
  }
}

/// Those that the merged file is made from; rounds because an indicator compares them between runs.
MemoryTables kept(const MemoryTables& all, bool rows) {
  if (rows) return all;
  MemoryTables result;
  for (const MemoryTables::Table& table : all.all()) {
    if (table.schema.name == "kpis" || table.schema.name == "rounds") result.add(table);
  }
  return result;
}

}  // namespace

std::string PointResult::bytes() const {
  analysis::ByteWriter out;
  out.add(cpu_s);
  out.add(wall_s);
  out.add(std::string_view(tables));
  return out.take();
}

PointResult PointResult::from(std::string_view bytes) {
  analysis::ByteReader in(bytes);
  PointResult result;
  result.cpu_s = in.number<double>();
  result.wall_s = in.number<double>();
  result.tables = in.text();
  return result;
}

PointResult run_point(const SweepPlan& plan, std::uint64_t number, const std::string& cache) {
  const double cpu_before = own_cpu_s();
  const WallClock::time_point start = WallClock::now();
  const Point point = plan.point(number);
  RunSettings settings;
  settings.seed = plan.seeds[point.seed];
  settings.threads = plan.order.threads;
  settings.frozen = plan.order.frozen_time;
  settings.record = plan.record;
  settings.work_cache_dir = cache;
  const Scenario scenario = plan.scenario(point.cell, settings.seed);
  settings.network = scenario.network;
  settings.compute = scenario.compute;
  const Strategy& strategy =
      strategy_of(scenario, plan.base.strategies[point.strategy].name, plan.scenario_path);
  MemoryTables tables;
  simulate(scenario, strategy, settings, tables);
  record_kpis(scenario, tables);
  PointResult result;
  result.tables = kept(tables, plan.keep_rows).packed();
  result.cpu_s = own_cpu_s() - cpu_before;
  result.wall_s = std::chrono::duration<double>(WallClock::now() - start).count();
  return result;
}

std::string run_batch(const SweepPlan& plan, const std::vector<std::uint64_t>& numbers,
                      const std::string& cache, double seconds) {
  const WallClock::time_point start = WallClock::now();
  analysis::ByteWriter out;
  for (const std::uint64_t number : numbers) {
    PointAnswer answer;
    try {
      answer = {true, run_point(plan, number, cache).bytes()};
    } catch (const std::exception& error) {
      answer.text = error.what();
    }
    out.add(static_cast<std::uint8_t>(answer.ok));
    out.add(std::string_view(answer.text));
    if (!answer.ok || std::chrono::duration<double>(WallClock::now() - start).count() > seconds)
      break;
  }
  return out.take();
}

std::vector<PointAnswer> answers_of(std::string_view bytes) {
  analysis::ByteReader in(bytes);
  std::vector<PointAnswer> answers;
  while (!in.done()) {
    const bool ok = in.number<std::uint8_t>() != 0;
    answers.push_back({ok, std::string(in.text())});
  }
  return answers;
}

double point_indicator(const SweepPlan& plan, std::string_view payload) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (!plan.precision) return none;
  const auto tables = MemoryTables::unpacked(PointResult::from(payload).tables);
  return indicator(tables, plan.precision->kpi).value;
}

}  // namespace lastmile::scenarios
