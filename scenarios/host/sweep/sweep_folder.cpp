#include "scenarios/host/sweep/sweep_folder.hpp"

#include <algorithm>
#include <filesystem>

#include "analysis/version.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

// What of two orders differs, for people; "" when nothing does.
std::string difference(const SweepOrder& a, const SweepOrder& b) {
  const auto same_source = [](const SourceFile& x, const SourceFile& y) {
    return x.path == y.path && x.text == y.text;
  };
  if (a.path != b.path) return "the scenario is another file, " + b.path;
  if (a.commit != b.commit) return "another version of the program began it, " + b.commit;
  if (!std::equal(a.sources->begin(), a.sources->end(), b.sources->begin(), b.sources->end(), same_source))
    return "the scenario has changed since";
  if (a.grids != b.grids) return "--grid differs";
  if (a.sets != b.sets) return "--set differs";
  if (a.seeds != b.seeds) return "--seeds differs";
  const bool same = a.network == b.network && a.compute == b.compute && a.record == b.record &&
                    a.replay == b.replay && a.frozen_time == b.frozen_time && a.threads == b.threads;
  return same ? "" : "other options differ";
}

}  // namespace

void open_folder(const SweepOrder& order, const std::string& folder) {
  std::error_code error;
  if (fs::exists(folder + "/sweep.toml", error)) {
    const std::string differs = difference(order, read_order(folder));
    if (differs.empty()) return;
    throw ConfigError("'" + folder + "' holds another sweep (" + differs +
                      "): `lastmile sweep resume` goes on with that one, another --out begins a new one");
  }
  if (fs::exists(folder, error) && !fs::is_empty(folder, error))
    throw ConfigError("'" + folder + "' is not empty and no sweep's: give another --out");
  fs::create_directories(folder, error);
  if (error) throw ConfigError("cannot make the folder '" + folder + "': " + error.message());
  write_order(order, folder);
}

SweepOrder order_of_folder(const std::string& folder) {
  SweepOrder order = read_order(folder);
  if (order.commit != analysis::software_commit())
    throw ConfigError("'" + folder + "' was begun with another version of the program (" +
                      order.commit + ", this is " + analysis::software_commit() +
                      "): go on with that one, or begin anew");
  return order;
}

}  // namespace lastmile::scenarios
