#include "scenarios/host/sweep/plan.hpp"

#include <algorithm>
#include <filesystem>

#include "analysis/version.hpp"
#include "models/data_file.hpp"
#include "scenarios/host/plugins.hpp"
#include "scenarios/host/recording.hpp"
#include "scenarios/host/sweep/opened_sweep.hpp"
#include "scenarios/host/sweep/plan_checks.hpp"
#include "scenarios/host/whole_file.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

void add_folder(learn::Hasher& hasher, const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files)
    hasher.add(file.filename().string()).add(read_whole_file(file.string()));
}

learn::Digest contents_of(const SweepPlan& plan) {
  learn::Hasher hasher("sweep");
  hasher.add(std::string_view(plan.order.commit));
  for (const SourceFile& source : *plan.order.sources) {
    hasher.add(fs::path(source.path).filename().string()).add(source.text);
  }
  for (const char* folder : {"devices", "radios"})
    add_folder(hasher, models::default_data_folder() / folder);
  if (const char* more = std::getenv("LASTMILE_DEVICES"); more != nullptr) add_folder(hasher, more);
  hasher.add(plan.order.frozen_time ? 1 : 0)
      .add(record_text(plan.record))
      .add(plan.keep_rows ? 1 : 0);
  if (plan.order.replay) hasher.add(read_whole_file(*plan.order.replay));
  if (plan.base.answers) hasher.add(plan.base.answers->digests);
  for (const Plugin& plugin : loaded_plugins()) hasher.add(plugin.digest);
  return hasher.digest();
}

}  // namespace

Point SweepPlan::point(std::uint64_t number) const {
  const std::uint64_t within = number % points_of_cell();
  return {number / points_of_cell(), within / seeds.size(), within % seeds.size()};
}

std::uint64_t SweepPlan::number(const Point& point) const {
  return point.cell * points_of_cell() + point.strategy * seeds.size() + point.seed;
}

std::vector<std::string> SweepPlan::sets(std::uint64_t cell) const {
  std::vector<std::string> result = order.sets;
  const std::vector<Value> values = cells.values(cell);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_backend(cells.names()[i]))
      result.push_back(cells.names()[i] + "=" + set_text(values[i]));
  }
  return result;
}

CellSettings SweepPlan::settings(std::uint64_t cell) const {
  CellSettings result{sets(cell), order.network.value_or(base.network),
                      order.compute.value_or(base.compute)};
  const std::vector<Value> values = cells.values(cell);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (cells.names()[i] == "network") result.network = set_text(values[i]);
    if (cells.names()[i] == "compute") result.compute = set_text(values[i]);
  }
  return result;
}

Scenario SweepPlan::scenario(std::uint64_t cell, std::uint64_t seed) const {
  const CellSettings chosen = settings(cell);
  Scenario scenario = load_scenario(scenario_path, {chosen.sets, seed, order.sources});
  scenario.network = chosen.network;
  scenario.compute = chosen.compute;
  if (chosen.compute == "measured") scenario.timings = order.replay.value_or("");
  return scenario;
}

std::string SweepPlan::hash(std::uint64_t number) const {
  const Point where = point(number);
  const CellSettings settings = this->settings(where.cell);
  learn::Hasher hasher("point");
  hasher.add(contents).add(settings.network).add(settings.compute);
  hasher.add(base.strategies[where.strategy].name).add(seeds[where.seed]);
  for (const std::string& set : settings.sets) hasher.add(set);
  return hasher.digest().text();
}

std::string SweepPlan::describe(std::uint64_t number) const {
  const Point where = point(number);
  const std::vector<Value> values = cells.values(where.cell);
  std::string parameters;
  for (std::size_t i = 0; i < values.size(); ++i)
    parameters += cells.names()[i] + "=" + set_text(values[i]) + ", ";
  return parameters + base.strategies[where.strategy].name + ", seed " +
         std::to_string(seeds[where.seed]);
}

SweepPlan make_plan(SweepOrder order, const PlanLimits& limits) {
  SweepPlan plan;
  plan.order = std::move(order);
  const OpenedSweep opened = open_sweep(plan.order);
  plan.scenario_path = opened.scenario_path;
  plan.cells = Cells(blocks_of(opened, plan.order));
  Script bare(plan.scenario_path, plan.order.sets, plan.order.sources);
  static_cast<void>(bare.run());
  check_names(plan.cells, plan.order, bare.options());
  check_size(plan.cells, 1, 1, limits.any_size);
  apply_where(plan.cells, opened);
  plan.base = load_scenario(plan.scenario_path, {plan.sets(0), 1, plan.order.sources});
  plan.seeds = seeds_for(opened, plan.order, plan.base);
  check_size(plan.cells, plan.strategies(), plan.seeds.size(), limits.any_size);
  plan.baseline = baseline_of(opened, plan.base);
  plan.precision = precision_of(opened, plan.base);
  plan.keep_rows = !opened.has_sweep || opened.sweep.text("keep") == "all";
  plan.record = record_given(plan.base.record, plan.order.record ? &*plan.order.record : nullptr);
  plan.text = opened.has_sweep ? opened.sweep.canonical() : "{}";
  for (const std::string& grid : plan.order.grids) plan.text += " --grid " + grid;
  plan.contents = contents_of(plan);
  if (limits.check_values) try_values(plan);
  return plan;
}

SweepOrder with_sources(SweepOrder order) {
  order.commit = analysis::software_commit();
  const OpenedSweep opened = open_sweep(order);
  auto sources = std::make_shared<std::vector<SourceFile>>(opened.script->sources());
  const Scenario scenario = load_scenario(opened.scenario_path, {order.sets, 1});
  for (const SourceFile& source : scenario.sources) {
    const auto same = [&](const SourceFile& known) { return known.path == source.path; };
    if (std::none_of(sources->begin(), sources->end(), same)) sources->push_back(source);
  }
  order.sources = std::move(sources);
  return order;
}

}  // namespace lastmile::scenarios
