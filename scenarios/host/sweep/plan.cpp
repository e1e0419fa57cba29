#include "scenarios/host/sweep/plan.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "analysis/version.hpp"
#include "models/data_file.hpp"
#include "scenarios/host/build.hpp"
#include "scenarios/host/kpis.hpp"
#include "scenarios/host/plugins.hpp"
#include "scenarios/host/recording.hpp"
#include "scenarios/host/script.hpp"
#include "scenarios/host/sweep/build_blocks.hpp"
#include "scenarios/host/whole_file.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kUsualMost = 1'000'000;
constexpr std::uint64_t kCellsLookedAt = 100'000;
constexpr std::size_t kLoadsOfCheck = 200;

bool is_backend(const std::string& name) { return name == "network" || name == "compute"; }

// The file that was given, run once: lm.sweep{} of its own, inside a scenario, or none.
struct Opened {
  std::unique_ptr<Script> script;
  std::string scenario_path;
  Parameters sweep;
  bool has_sweep = false;
};

std::string beside(const std::string& file, const Parameters& sweep) {
  if (!sweep.has("scenario"))
    fail_at(sweep.place(), "sweep{}: say which scenario: scenario = \"file.lua\"");
  const std::string& name = sweep.text("scenario");
  if (fs::path(name).is_absolute()) fail_at(sweep.place("scenario"), "sweep{}: name a scenario relative to this file");
  return (fs::path(file).parent_path() / name).lexically_normal().string();
}

Opened open(const SweepOrder& order) {
  Opened opened;
  opened.script = std::make_unique<Script>(order.path, order.sets, order.sources);
  const Value made = opened.script->run_for_sweep();
  if (made.tag == "sweep") {
    opened.sweep = parameters_of(made);
    opened.has_sweep = true;
    opened.scenario_path = beside(order.path, opened.sweep);
    return opened;
  }
  opened.scenario_path = order.path;
  const Parameters scenario = parameters_of(made);
  if (!scenario.has("sweep")) return opened;
  opened.sweep = parameters_of(scenario.raw("sweep"));
  opened.has_sweep = true;
  if (opened.sweep.has("scenario"))
    fail_at(opened.sweep.place("scenario"), "sweep{} inside lm.scenario{} sweeps that scenario; leave 'scenario' out");
  return opened;
}

// --grid takes the place of an axis of the file, or adds one.
std::vector<Block> all_blocks(const Opened& opened, const SweepOrder& order) {
  std::vector<Block> blocks;
  if (opened.has_sweep) blocks = blocks_of(opened.sweep);
  for (const std::string& text : order.grids) {
    Block block = grid_block(text);
    const auto same = std::find_if(blocks.begin(), blocks.end(),
                                   [&](const Block& known) { return known.names == block.names; });
    if (same != blocks.end()) *same = std::move(block);
    else blocks.push_back(std::move(block));
  }
  return blocks;
}

void check_names(const Cells& cells, const SweepOrder& order, const std::vector<SettableOption>& options) {
  std::vector<std::string> known;
  for (const SettableOption& option : options) known.push_back(option.name);
  const auto declared = [&](const std::string& name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  for (const Block& block : cells.blocks()) {
    for (const std::string& name : block.names) {
      const std::string where = block.place.line > 0 ? to_string(block.place) + ": sweep{}: " : "--grid " + name + ": ";
      if (is_backend(name) && declared(name))
        throw ConfigError(where + "the scenario's option '" + name + "' has a name that sweeps use for the " +
                          (name == "network" ? "backend" : "cost model") + "; call it something else");
      std::vector<std::string> allowed = known;
      allowed.insert(allowed.end(), {"network", "compute"});
      if (!is_backend(name) && !declared(name))
        throw ConfigError(where + unknown_name_message("parameter", name, allowed));
      for (const std::string& set : order.sets) {
        if (set.substr(0, set.find('=')) == name) throw ConfigError("--set " + set + ": '" + name + "' is swept");
      }
    }
  }
}

void apply_where(Cells& cells, const Opened& opened) {
  if (!opened.has_sweep || !opened.sweep.has("where")) return;
  const Value& where = opened.sweep.raw("where");
  const Place& place = opened.sweep.place("where");
  if (where.kind != Value::Kind::function) fail_at(place, "where: expected a function(point), got " + lastmile::describe(where));
  cells.keep([&](std::uint64_t cell) {
    const Value answer = opened.script->call(where.function, {cells.as_table(cell)});
    if (answer.kind != Value::Kind::boolean)
      fail_at(place, "where: the function must return true or false, it returned " + lastmile::describe(answer));
    return answer.boolean;
  });
  if (cells.size() == 0) fail_at(place, "where: no combination is left");
}

std::vector<std::uint64_t> seeds_for(const Opened& opened, const SweepOrder& order, const Scenario& base) {
  if (order.seeds) {
    std::vector<std::uint64_t> seeds;
    for (std::int64_t i = 1; i <= *order.seeds; ++i) seeds.push_back(static_cast<std::uint64_t>(i));
    return seeds;
  }
  if (opened.has_sweep && opened.sweep.has("seeds")) return seeds_of(opened.sweep, "sweep");
  return base.seeds;
}

std::size_t baseline_of(const Opened& opened, const Scenario& base) {
  if (!opened.has_sweep || !opened.sweep.has("baseline")) return 0;
  const std::string& name = opened.sweep.text("baseline");
  std::vector<std::string> known;
  for (std::size_t i = 0; i < base.strategies.size(); ++i) {
    if (base.strategies[i].name == name) return i;
    known.push_back(base.strategies[i].name);
  }
  fail_at(opened.sweep.place("baseline"), "baseline: " + unknown_name_message("strategy", name, known));
}

double parsed_half_width(const Value& given, bool& relative, const Place& place) {
  relative = given.kind == Value::Kind::text;
  double value = given.number;
  if (relative) {
    if (!given.text.ends_with("%")) fail_at(place, "half_width: write \"5%\" of the mean, or a number");
    value = parse_number(given.text.substr(0, given.text.size() - 1)) / 100;
  } else if (given.kind != Value::Kind::number) {
    fail_at(place, "half_width: write \"5%\" of the mean, or a number");
  }
  if (!(value > 0)) fail_at(place, "half_width: must be above 0");
  return value;
}

std::optional<Precision> precision_of(const Opened& opened, const Scenario& base) {
  if (!opened.has_sweep || !opened.sweep.has("precision")) return std::nullopt;
  const Parameters given = parameters_of(opened.sweep.raw("precision"));
  Precision precision;
  precision.kpi = given.text("kpi");
  std::vector<std::string> known;
  for (const Kpi& kpi : kpis(base)) known.push_back(kpi.name);
  if (std::find(known.begin(), known.end(), precision.kpi) == known.end())
    fail_at(given.place("kpi"), "precision{}: " + unknown_name_message("indicator", precision.kpi, known));
  precision.half_width = parsed_half_width(given.raw("half_width"), precision.relative, given.place("half_width"));
  precision.of_differences = given.text("of") == "difference";
  precision.least = static_cast<std::size_t>(given.count("least"));
  precision.step = static_cast<std::size_t>(given.count("step"));
  return precision;
}

void check_size(const Cells& cells, std::uint64_t strategies, std::uint64_t seeds, const PlanLimits& limits) {
  const std::uint64_t each = strategies * seeds;
  if (limits.any_size || cells.all() <= kUsualMost / std::max<std::uint64_t>(1, each)) return;
  std::string factors;
  for (const Block& block : cells.blocks()) {
    std::string names;
    for (const std::string& name : block.names) names += (names.empty() ? "" : "+") + name;
    factors += std::to_string(block.rows.size()) + " " + names + " x ";
  }
  throw ConfigError("the sweep has more than 1000000 points: " + factors + std::to_string(strategies) +
                    " strategies x " + std::to_string(seeds) + " seeds; --yes if that is meant");
}

// Every value that is swept is tried in one scenario, so that a bad one is met before hours of work.
void try_values(const SweepPlan& plan) {
  std::set<std::pair<std::size_t, std::size_t>> seen;
  std::size_t loads = 0;
  const std::uint64_t last = std::min<std::uint64_t>(plan.cells.size(), kCellsLookedAt);
  for (std::uint64_t cell = 0; cell < last && loads < kLoadsOfCheck; ++cell) {
    const std::vector<std::size_t> rows = plan.cells.rows(cell);
    bool news = rows.empty();
    for (std::size_t b = 0; b < rows.size(); ++b) news = seen.emplace(b, rows[b]).second || news;
    if (!news) continue;
    const CellSettings settings = plan.settings(cell);
    if (settings.compute == "measured" && !plan.order.replay)
      throw ConfigError("sweep: cost model 'measured' replays times that `lastmile run --compute measured --timings FILE` "
                        "kept: give --replay FILE");
    const Scenario scenario = plan.scenario(cell, plan.seeds.front());
    static_cast<void>(kpis(scenario));  // also finds an unknown cost model
    if (settings.network != "ns3" && settings.network != "fluid")
      throw ConfigError("sweep: " + unknown_name_message("network", settings.network, {"fluid", "ns3"}));
    ++loads;
  }
}

void add_folder(learn::Hasher& hasher, const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) hasher.add(file.filename().string()).add(read_whole_file(file.string()));
}

learn::Digest contents_of(const SweepPlan& plan) {
  learn::Hasher hasher("sweep");
  hasher.add(std::string_view(plan.order.commit));
  for (const SourceFile& source : *plan.order.sources) {
    hasher.add(fs::path(source.path).filename().string()).add(source.text);
  }
  for (const char* folder : {"devices", "radios"}) add_folder(hasher, models::default_data_folder() / folder);
  if (const char* more = std::getenv("LASTMILE_DEVICES"); more != nullptr) add_folder(hasher, more);
  hasher.add(plan.order.frozen_time ? 1 : 0).add(record_text(plan.record)).add(plan.keep_rows ? 1 : 0);
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
    if (!is_backend(cells.names()[i])) result.push_back(cells.names()[i] + "=" + set_text(values[i]));
  }
  return result;
}

CellSettings SweepPlan::settings(std::uint64_t cell) const {
  CellSettings result{sets(cell), order.network.value_or(base.network), order.compute.value_or(base.compute)};
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
  for (std::size_t i = 0; i < values.size(); ++i) parameters += cells.names()[i] + "=" + set_text(values[i]) + ", ";
  return parameters + base.strategies[where.strategy].name + ", seed " + std::to_string(seeds[where.seed]);
}

SweepPlan make_plan(SweepOrder order, const PlanLimits& limits) {
  SweepPlan plan;
  plan.order = std::move(order);
  const Opened opened = open(plan.order);
  plan.scenario_path = opened.scenario_path;
  plan.cells = Cells(all_blocks(opened, plan.order));
  Script bare(plan.scenario_path, plan.order.sets, plan.order.sources);
  static_cast<void>(bare.run());
  check_names(plan.cells, plan.order, bare.options());
  check_size(plan.cells, 1, 1, limits);
  apply_where(plan.cells, opened);
  plan.base = load_scenario(plan.scenario_path, {plan.sets(0), 1, plan.order.sources});
  plan.seeds = seeds_for(opened, plan.order, plan.base);
  check_size(plan.cells, plan.strategies(), plan.seeds.size(), limits);
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
  const Opened opened = open(order);
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
