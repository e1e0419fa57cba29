#include "scenarios/host/sweep/sweep_folder.hpp"

#include <algorithm>
#include <filesystem>

#include "analysis/version.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

bool same_order(const SweepOrder& a, const SweepOrder& b) {
  const auto same_source = [](const SourceFile& x, const SourceFile& y) {
    return x.path == y.path && x.text == y.text;
  };
  return a.path == b.path && a.sets == b.sets && a.grids == b.grids && a.seeds == b.seeds &&
         a.network == b.network && a.compute == b.compute && a.record == b.record &&
         a.replay == b.replay && a.frozen_time == b.frozen_time && a.threads == b.threads &&
         a.commit == b.commit &&
         std::equal(a.sources->begin(), a.sources->end(), b.sources->begin(), b.sources->end(),
                    same_source);
}

}  // namespace

void open_folder(const SweepOrder& order, const std::string& folder) {
  std::error_code error;
  if (fs::exists(folder + "/sweep.toml", error)) {
    if (same_order(read_order(folder), order)) return;
    throw ConfigError("'" + folder +
                      "' holds another sweep (or this scenario has changed since): give another "
                      "--out, or remove it");
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
