#include "scenarios/host/sweep/found_points.hpp"

#include <limits>

#include "analysis/memory_tables.hpp"
#include "scenarios/host/sweep/point.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using analysis::MemoryTables;

void refuse_damage(const Parts& parts) {
  if (parts.damaged.empty()) return;
  const std::size_t more = parts.damaged.size() - 1;
  throw ConfigError(parts.damaged.front() +
                    (more > 0 ? " (and " + std::to_string(more) + " more)" : "") +
                    "; nothing was merged: `lastmile sweep resume DIR` runs those points again");
}

void refuse_foreign(const SweepPlan& plan, const Parts& parts) {
  for (const auto& [number, place] : parts.found) {
    if (number < plan.points() && place.hash == plan.hash(number)) continue;
    throw ConfigError(
        parts.files[place.file] + ": the result of point " + std::to_string(number) +
        " belongs to another scenario, or to another version of it or of the program; nothing "
        "was merged: `lastmile sweep resume DIR` runs the point again");
  }
}

void refuse_other_sweeps(const SweepPlan& plan, const std::vector<std::string>& folders) {
  for (std::size_t i = 1; i < folders.size(); ++i) {
    const SweepPlan other = make_plan(read_order(folders[i]), {true, false});
    const bool same = other.contents == plan.contents && other.text == plan.text &&
                      other.seeds == plan.seeds && other.points() == plan.points() &&
                      other.order.sets == plan.order.sets;
    if (!same)
      throw ConfigError("'" + folders[i] + "' holds another sweep than '" + folders.front() +
                        "': scenario, sweep, options and program must be the same");
  }
}

}  // namespace

FoundPoints find_points(const SweepPlan& plan, const std::vector<std::string>& folders) {
  refuse_other_sweeps(plan, folders);
  FoundPoints found;
  std::uint64_t first = std::numeric_limits<std::uint64_t>::max();
  found.parts = find_parts(folders, [&](const Part& part) {
    if (part.state != PartState::done) return;
    const MemoryTables tables = MemoryTables::unpacked(PointResult::from(part.payload).tables);
    found.widths.see(tables);
    if (part.number >= first) return;
    first = part.number;
    found.kpis = indicator_names(tables);
  });
  refuse_damage(found.parts);
  refuse_foreign(plan, found.parts);
  return found;
}

}  // namespace lastmile::scenarios
