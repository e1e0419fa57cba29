#include "network/mobility/track_file.hpp"

#include "network/recorded/csv.hpp"
#include "sim/error.hpp"

namespace lastmile::network {
namespace {

constexpr double kFarthest_m = 1e6;
constexpr double kLatest_s = 1e8;

TrackPoint point_of(const CsvRow& row, bool height) {
  TrackPoint point;
  point.time = SimTime(seconds(row.number("time_s", 0, kLatest_s)));
  point.position.x_m = row.number("x_m", -kFarthest_m, kFarthest_m);
  point.position.y_m = row.number("y_m", -kFarthest_m, kFarthest_m);
  if (height) point.position.z_m = row.number("z_m", -kFarthest_m, kFarthest_m);
  return point;
}

}  // namespace

TrackFile read_tracks(std::string_view text, const std::string& name) {
  CsvReader csv(text, name, ',');
  csv.header({"time_s", "x_m", "y_m"}, {"time_s", "x_m", "y_m", "z_m", "node"});
  TrackFile file;
  file.by_node = csv.has("node");
  const bool height = csv.has("z_m");
  while (const auto row = csv.next()) {
    if (file.by_node && row->missing("node")) row->fail("node", "a hole: every row needs a name");
    const std::string node(file.by_node ? row->text("node") : "");
    std::vector<TrackPoint>& points = file.tracks[node].points;
    const TrackPoint point = point_of(*row, height);
    if (!points.empty() && point.time <= points.back().time) {
      row->fail(
          "time_s",
          "time goes backwards or stands still; each row of a node must be later than the one "
          "before");
    }
    points.push_back(point);
  }
  if (file.tracks.empty()) throw ConfigError(name + ": the track has no rows");
  return file;
}

}  // namespace lastmile::network
