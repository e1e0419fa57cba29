// How a node moves: plain data. What it means, with formulas and sources, is in movements.hpp.
// C++17-clean.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "sim/units.hpp"

namespace lastmile::network {

struct Position {
  double x_m = 0, y_m = 0, z_m = 0;
};

[[nodiscard]] double distance_m(const Position& a, const Position& b);

/// Upright rectangle; height is the node's own.
struct Area {
  double x_min_m = 0, y_min_m = 0, x_max_m = 0, y_max_m = 0;
};

/// Where it was put.
struct Still {};

/// To a place drawn in the area, at a drawn speed, then a pause; again.
struct RandomWaypoint {
  Area area;
  double slowest_mps = 1, fastest_mps = 1;
  Duration pause{};
};

/// A speed and a heading that remember; reflected at the area's edge.
struct GaussMarkov {
  Area area;
  double mean_mps = 1, deviation_mps = 0;
  double memory = 0.75;       ///< 0: no memory, towards 1: straight on
  Duration step = std::chrono::seconds(1);
};

/// Along the edges of a road map; at a crossing into any road but the one it came by, unless there is
/// no other. Starts at the crossing nearest to the node's position.
struct RoadTrip {
  std::uint32_t roads = 0;    ///< in Topology::roads
  double mps = 10;
};

struct RoadMap {
  std::vector<Position> crossings;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> roads;  ///< both ways
};

struct TrackPoint {
  SimTime time;
  Position position;
};

/// Straight from point to point; before the first and after the last it stands.
struct Track {
  std::vector<TrackPoint> points;  ///< times rise
};

using Motion = std::variant<Still, RandomWaypoint, GaussMarkov, RoadTrip, Track>;

}  // namespace lastmile::network
