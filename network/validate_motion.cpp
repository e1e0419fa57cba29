// How a node may move.
#include <algorithm>
#include <cmath>

#include "network/validate.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::network {
namespace {

constexpr double kFarthest_m = 1e7;

bool finite(const Position& p) {
  return std::fabs(p.x_m) <= kFarthest_m && std::fabs(p.y_m) <= kFarthest_m &&
         std::fabs(p.z_m) <= kFarthest_m;  // false for NaN
}

std::string text(const Position& p) {
  return "(" + exact_number(p.x_m) + ", " + exact_number(p.y_m) + ") m";
}

class MotionChecks {
 public:
  MotionChecks(const Topology& topology, const Node& node) : topology_(topology), node_(node) {}

  void operator()(const Still&) const {}
  void operator()(const RandomWaypoint& m) const {
    check_area(m.area);
    check_speed("slowest speed", m.slowest_mps);
    check_speed("fastest speed", m.fastest_mps);
    if (m.slowest_mps > m.fastest_mps) fail("the slowest speed is above the fastest");
    if (m.pause < Duration(0)) fail("pause must not be negative");
  }
  void operator()(const GaussMarkov& m) const {
    check_area(m.area);
    check_speed("mean speed", m.mean_mps);
    const bool spread = m.deviation_mps >= 0 && m.deviation_mps <= 1000;
    if (!spread) fail("deviation must be 0 to 1000 m/s");
    const bool memory = m.memory >= 0 && m.memory <= 1;
    if (!memory) fail("memory must be 0 to 1");
    if (m.step <= Duration(0)) fail("step must be more than 0");
  }
  void operator()(const RoadTrip& m) const {
    check_speed("speed", m.mps);
    if (m.roads >= topology_.roads.size()) fail("has no road map");
    check_roads(topology_.roads[m.roads]);
  }
  void operator()(const Track& m) const {
    if (m.points.empty()) fail("its track has no points");
    for (std::size_t i = 0; i < m.points.size(); ++i) {
      if (!finite(m.points[i].position)) fail("its track leads out of the world");
      if (m.points[i].time < kTimeZero) fail("its track begins before time 0");
      if (i > 0 && m.points[i].time <= m.points[i - 1].time) {
        fail("its track's times do not rise: " + exact_number(to_seconds(m.points[i].time)) +
             " s follows " + exact_number(to_seconds(m.points[i - 1].time)) + " s");
      }
    }
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw ConfigError("node '" + node_.name + "': " + what);
  }
  void check_speed(const char* what, double mps) const {
    const bool moves = mps > 0 && mps <= 1000;  // false for NaN
    if (!moves) fail(std::string(what) + " must be more than 0 and at most 1000 m/s");
  }
  void check_area(const Area& a) const {
    const bool area = finite({a.x_min_m, a.y_min_m, 0}) && finite({a.x_max_m, a.y_max_m, 0}) &&
                      a.x_min_m < a.x_max_m && a.y_min_m < a.y_max_m;
    if (!area) fail("its area is empty");
    const Position& p = node_.position;
    if (p.x_m >= a.x_min_m && p.x_m <= a.x_max_m && p.y_m >= a.y_min_m && p.y_m <= a.y_max_m)
      return;
    fail("starts at " + text(p) + ", outside its area: x from " + exact_number(a.x_min_m) + " to " +
         exact_number(a.x_max_m) + " m, y from " + exact_number(a.y_min_m) + " to " +
         exact_number(a.y_max_m) + " m");
  }
  void check_roads(const RoadMap& map) const {
    if (map.roads.empty()) fail("its road map has no roads");
    for (const Position& p : map.crossings) {
      if (!finite(p)) fail("its road map leads out of the world");
    }
    for (const auto& [a, b] : map.roads) {
      if (std::max(a, b) >= map.crossings.size()) fail("a road leads to an unknown crossing");
      if (a == b) fail("a road leads from a crossing to itself");
      if (distance_m(map.crossings[a], map.crossings[b]) == 0) fail("a road has no length");
    }
    check_joined(map);
  }
  /// Every crossing can be reached from the first.
  void check_joined(const RoadMap& map) const {
    std::vector<std::vector<std::uint32_t>> ways(map.crossings.size());
    for (const auto& [a, b] : map.roads) {
      ways[a].push_back(b);
      ways[b].push_back(a);
    }
    std::vector<bool> seen(map.crossings.size(), false);
    std::vector<std::uint32_t> left{0};
    seen[0] = true;
    while (!left.empty()) {
      const std::uint32_t at = left.back();
      left.pop_back();
      for (const std::uint32_t to : ways[at]) {
        if (seen[to]) continue;
        seen[to] = true;
        left.push_back(to);
      }
    }
    const auto lost = std::find(seen.begin(), seen.end(), false);
    if (lost == seen.end()) return;
    const auto which = static_cast<std::size_t>(lost - seen.begin());
    fail("its road map is in pieces: no road leads from the crossing at " + text(map.crossings[0]) +
         " to that at " + text(map.crossings[which]));
  }

  const Topology& topology_;
  const Node& node_;
};

}  // namespace

void validate_motion(const Topology& topology, const Node& node) {
  if (!finite(node.position)) throw ConfigError("node '" + node.name + "' stands out of the world");
  std::visit(MotionChecks(topology, node), node.motion);
}

}  // namespace lastmile::network
