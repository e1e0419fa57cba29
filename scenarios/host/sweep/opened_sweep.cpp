#include "scenarios/host/sweep/opened_sweep.hpp"

#include <algorithm>
#include <filesystem>

#include "scenarios/host/build.hpp"
#include "scenarios/host/kpis.hpp"
#include "scenarios/host/sweep/build_blocks.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

std::string beside(const std::string& file, const Parameters& sweep) {
  if (!sweep.has("scenario"))
    fail_at(sweep.place(), "sweep{}: say which scenario: scenario = \"file.lua\"");
  const std::string& name = sweep.text("scenario");
  if (fs::path(name).is_absolute())
    fail_at(sweep.place("scenario"), "sweep{}: name a scenario relative to this file");
  return (fs::path(file).parent_path() / name).lexically_normal().string();
}

double parsed_half_width(const Value& given, bool& relative, const Place& place) {
  relative = given.kind == Value::Kind::text;
  double value = given.number;
  if (relative) {
    if (!given.text.ends_with("%"))
      fail_at(place, "half_width: write \"5%\" of the mean, or a number");
    value = parse_number(given.text.substr(0, given.text.size() - 1)) / 100;
  } else if (given.kind != Value::Kind::number) {
    fail_at(place, "half_width: write \"5%\" of the mean, or a number");
  }
  if (!(value > 0)) fail_at(place, "half_width: must be above 0");
  return value;
}

}  // namespace

OpenedSweep open_sweep(const SweepOrder& order) {
  OpenedSweep opened;
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
    fail_at(opened.sweep.place("scenario"),
            "sweep{} inside lm.scenario{} sweeps that scenario; leave 'scenario' out");
  return opened;
}

std::vector<Block> blocks_of(const OpenedSweep& opened, const SweepOrder& order) {
  std::vector<Block> blocks;
  if (opened.has_sweep) blocks = blocks_of(opened.sweep);
  for (const std::string& text : order.grids) {
    Block block = grid_block(text);
    const auto same = std::find_if(blocks.begin(), blocks.end(),
                                   [&](const Block& known) { return known.names == block.names; });
    if (same != blocks.end())
      *same = std::move(block);
    else
      blocks.push_back(std::move(block));
  }
  return blocks;
}

void apply_where(Cells& cells, const OpenedSweep& opened) {
  if (!opened.has_sweep || !opened.sweep.has("where")) return;
  const Value& where = opened.sweep.raw("where");
  const Place& place = opened.sweep.place("where");
  if (where.kind != Value::Kind::function)
    fail_at(place, "where: expected a function(point), got " + lastmile::describe(where));
  cells.keep([&](std::uint64_t cell) {
    const Value answer = opened.script->call(where.function, {cells.as_table(cell)});
    if (answer.kind != Value::Kind::boolean)
      fail_at(place, "where: the function must return true or false, it returned " +
                         lastmile::describe(answer));
    return answer.boolean;
  });
  if (cells.size() == 0) fail_at(place, "where: no combination is left");
}

std::vector<std::uint64_t> seeds_for(const OpenedSweep& opened, const SweepOrder& order,
                                     const Scenario& base) {
  if (order.seeds) {
    std::vector<std::uint64_t> seeds;
    for (std::int64_t i = 1; i <= *order.seeds; ++i) seeds.push_back(static_cast<std::uint64_t>(i));
    return seeds;
  }
  if (opened.has_sweep && opened.sweep.has("seeds")) return seeds_of(opened.sweep, "sweep");
  return base.seeds;
}

std::size_t baseline_of(const OpenedSweep& opened, const Scenario& base) {
  if (!opened.has_sweep || !opened.sweep.has("baseline")) return 0;
  const std::string& name = opened.sweep.text("baseline");
  std::vector<std::string> known;
  for (std::size_t i = 0; i < base.strategies.size(); ++i) {
    if (base.strategies[i].name == name) return i;
    known.push_back(base.strategies[i].name);
  }
  fail_at(opened.sweep.place("baseline"),
          "baseline: " + unknown_name_message("strategy", name, known));
}

std::optional<Precision> precision_of(const OpenedSweep& opened, const Scenario& base) {
  if (!opened.has_sweep || !opened.sweep.has("precision")) return std::nullopt;
  const Parameters given = parameters_of(opened.sweep.raw("precision"));
  Precision precision;
  precision.kpi = given.text("kpi");
  std::vector<std::string> known;
  for (const Kpi& kpi : kpis(base)) known.push_back(kpi.name);
  if (std::find(known.begin(), known.end(), precision.kpi) == known.end())
    fail_at(given.place("kpi"),
            "precision{}: " + unknown_name_message("indicator", precision.kpi, known));
  precision.half_width =
      parsed_half_width(given.raw("half_width"), precision.relative, given.place("half_width"));
  precision.of_differences = given.text("of") == "difference";
  precision.least = static_cast<std::size_t>(given.count("least"));
  precision.step = static_cast<std::size_t>(given.count("step"));
  return precision;
}

}  // namespace lastmile::scenarios
