#include "scenarios/host/sweep/plan_checks.hpp"

#include <algorithm>
#include <set>

#include "scenarios/host/kpis.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::uint64_t kUsualMost = 1'000'000;
constexpr std::uint64_t kCellsLookedAt = 100'000;
constexpr std::size_t kLoadsOfCheck = 200;

}  // namespace

bool is_backend(const std::string& name) { return name == "network" || name == "compute"; }

void check_names(const Cells& cells, const SweepOrder& order,
                 const std::vector<SettableOption>& options) {
  std::vector<std::string> known;
  for (const SettableOption& option : options) known.push_back(option.name);
  const auto declared = [&](const std::string& name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  for (const Block& block : cells.blocks()) {
    for (const std::string& name : block.names) {
      const std::string where =
          block.place.line > 0 ? to_string(block.place) + ": sweep{}: " : "--grid " + name + ": ";
      if (is_backend(name) && declared(name))
        throw ConfigError(
            where + "the scenario's option '" + name + "' has a name that sweeps use for the " +
            (name == "network" ? "backend" : "cost model") + "; call it something else");
      std::vector<std::string> allowed = known;
      allowed.insert(allowed.end(), {"network", "compute"});
      if (!is_backend(name) && !declared(name))
        throw ConfigError(where + unknown_name_message("parameter", name, allowed));
      for (const std::string& set : order.sets) {
        if (set.substr(0, set.find('=')) == name)
          throw ConfigError("--set " + set + ": '" + name + "' is swept");
      }
    }
  }
}

void check_size(const Cells& cells, std::uint64_t strategies, std::uint64_t seeds, bool any_size) {
  const std::uint64_t each = strategies * seeds;
  if (any_size || cells.all() <= kUsualMost / std::max<std::uint64_t>(1, each)) return;
  std::string factors;
  for (const Block& block : cells.blocks()) {
    std::string names;
    for (const std::string& name : block.names) names += (names.empty() ? "" : "+") + name;
    factors += std::to_string(block.rows.size()) + " " + names + " x ";
  }
  throw ConfigError("the sweep has more than 1000000 points: " + factors +
                    std::to_string(strategies) + " strategies x " + std::to_string(seeds) +
                    " seeds; --yes if that is meant");
}

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
      throw ConfigError(
          "sweep: cost model 'measured' replays times that `lastmile run --compute measured "
          "--timings FILE` "
          "kept: give --replay FILE");
    const Scenario scenario = plan.scenario(cell, plan.seeds.front());
    static_cast<void>(kpis(scenario));  // also finds an unknown cost model
    if (settings.network != "ns3" && settings.network != "fluid")
      throw ConfigError("sweep: " +
                        unknown_name_message("network", settings.network, {"fluid", "ns3"}));
    ++loads;
  }
}

}  // namespace lastmile::scenarios
