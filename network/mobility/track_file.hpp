// Positions over time from a CSV: lines that begin with # are comments, then a header with time_s,
// x_m, y_m and, if need be, z_m [m] and node, then a row a point. The times of each node rise; time
// 0 is the start of the run. C++17-clean.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "network/mobility/motion.hpp"

namespace lastmile::network {

struct TrackFile {
  bool by_node = false;                 ///< has a column `node`
  std::map<std::string, Track> tracks;  ///< by node; "" without that column
};

/// Throws ConfigError "NAME:LINE: column 'x': ...".
TrackFile read_tracks(std::string_view text, const std::string& name);

}  // namespace lastmile::network
