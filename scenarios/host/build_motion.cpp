#include "scenarios/host/build_motion.hpp"

#include <algorithm>
#include <map>

#include "network/mobility/track_file.hpp"
#include "scenarios/host/build.hpp"
#include "scenarios/host/scenario_files.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using network::Motion;
using network::Position;

Position at(const Parameters& p) {
  return {p.distance("x").value(), p.distance("y").value(), p.distance("z").value()};
}

Motion random_waypoint(const Parameters& given) {
  network::RandomWaypoint motion;
  motion.area = area_of(given.raw("area"));
  motion.pause = given.duration("pause");
  const bool range = given.has("min_speed") || given.has("max_speed");
  if (given.has("speed") == range || given.has("min_speed") != given.has("max_speed")) {
    fail_at(given.place(), "random_waypoint{}: say either 'speed', or 'min_speed' and 'max_speed'");
  }
  motion.slowest_mps = given.speed(range ? "min_speed" : "speed").value();
  motion.fastest_mps = given.speed(range ? "max_speed" : "speed").value();
  if (motion.slowest_mps > motion.fastest_mps) {
    fail_at(given.place("min_speed"), "'min_speed' in random_waypoint{}: is above 'max_speed'");
  }
  return motion;
}

Motion gauss_markov(const Parameters& given) {
  network::GaussMarkov motion;
  motion.area = area_of(given.raw("area"));
  motion.mean_mps = given.speed("speed").value();
  motion.deviation_mps = given.speed("deviation").value();
  motion.memory = given.number("memory");
  motion.step = given.duration("step");
  return motion;
}

network::RoadMap street_grid(const Value& made) {
  const Parameters given = parameters_of(made);
  const auto columns = static_cast<std::uint32_t>(given.count("columns"));
  const auto rows = static_cast<std::uint32_t>(given.count("rows"));
  const double spacing = given.distance("spacing").value();
  const Position origin = place_or_origin(given, "origin");
  if (columns * rows < 2) fail_at(made.place, "street_grid{}: one crossing has no streets");
  network::RoadMap map;
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t column = 0; column < columns; ++column) {
      const std::uint32_t here = row * columns + column;
      map.crossings.push_back(
          {origin.x_m + column * spacing, origin.y_m + row * spacing, origin.z_m});
      if (column > 0) map.roads.emplace_back(here - 1, here);
      if (row > 0) map.roads.emplace_back(here - columns, here);
    }
  }
  return map;
}

class RoadReader {
 public:
  explicit RoadReader(const Value& made) : made_(made), given_(parameters_of(made)) {}

  network::RoadMap read() {
    read_crossings();
    const Value& roads = given_.raw("roads");
    if (roads.kind != Value::Kind::list || roads.list.empty())
      fail("roads", "a list of roads", roads);
    for (const Value& road : roads.list) {
      const bool pair = road.kind == Value::Kind::list && road.list.size() == 2;
      if (!pair) fail("roads", "{ \"name\", \"name\" } for each road", road);
      map_.roads.emplace_back(crossing(road.list[0]), crossing(road.list[1]));
    }
    return std::move(map_);
  }

 private:
  [[noreturn]] void fail(const char* key, const std::string& expected, const Value& got) const {
    fail_at(given_.place(key), "'" + std::string(key) + "' in roads{}: expected " + expected +
                                   ", got " + describe(got));
  }
  void read_crossings() {
    const Value& crossings = given_.raw("crossings");
    const bool table = crossings.kind == Value::Kind::object && crossings.tag.empty();
    if (!table) fail("crossings", "a table NAME = at{}", crossings);
    for (const Member& crossing : in_order(crossings)) {
      if (crossing.value.tag != "at" || crossing.name.empty()) {
        fail("crossings", "NAME = at{}", crossing.value);
      }
      names_.push_back(crossing.name);
      map_.crossings.push_back(at(parameters_of(crossing.value)));
    }
  }
  std::uint32_t crossing(const Value& name) const {
    if (name.kind != Value::Kind::text) fail("roads", "names of crossings", name);
    const auto found = std::find(names_.begin(), names_.end(), name.text);
    if (found != names_.end()) return static_cast<std::uint32_t>(found - names_.begin());
    fail_at(given_.place("roads"),
            "'roads' in roads{}: " + unknown_name_message("crossing", name.text, names_));
  }

  const Value& made_;
  Parameters given_;
  network::RoadMap map_;
  std::vector<std::string> names_;
};

bool same(const network::RoadMap& a, const network::RoadMap& b) {
  const auto equal = [](const Position& p, const Position& q) {
    return p.x_m == q.x_m && p.y_m == q.y_m && p.z_m == q.z_m;
  };
  return a.roads == b.roads && std::equal(a.crossings.begin(), a.crossings.end(),
                                          b.crossings.begin(), b.crossings.end(), equal);
}

Motion road_trip(Scenario& scenario, const Parameters& given) {
  const Value& made = given.raw("roads");
  network::RoadMap map = made.tag == "street_grid" ? street_grid(made) : RoadReader(made).read();
  std::vector<network::RoadMap>& maps = scenario.topology.roads;
  const auto known =
      std::find_if(maps.begin(), maps.end(), [&](const auto& other) { return same(other, map); });
  network::RoadTrip trip;
  trip.roads = static_cast<std::uint32_t>(known - maps.begin());
  trip.mps = given.speed("speed").value();
  if (known == maps.end()) maps.push_back(std::move(map));
  return trip;
}

std::vector<Motion> tracks(Scenario& scenario, const Parameters& given,
                           const std::vector<std::string>& names) {
  const Place& place = given.place("file");
  const SourceFile& source = file_beside(scenario, given.text("file"), "'file' in track{}", place);
  network::TrackFile file;
  try {
    file = network::read_tracks(source.text, source.path);
  } catch (const ConfigError& error) {
    fail_at(place, error.what());
  }
  if (!file.by_node && names.size() > 1) {
    fail_at(place, "'file' in track{}: '" + source.path + "' has no column 'node', which says of " +
                       std::to_string(names.size()) + " nodes whose each row is");
  }
  std::vector<Motion> result;
  for (const std::string& name : names) {
    const auto found = file.tracks.find(file.by_node ? name : "");
    if (found == file.tracks.end()) {
      fail_at(place,
              "'file' in track{}: '" + source.path + "' has no row of the node '" + name + "'");
    }
    result.emplace_back(found->second);
  }
  return result;
}

}  // namespace

Position place_or_origin(const Parameters& given, const char* key) {
  return given.has(key) ? at(parameters_of(given.raw(key))) : Position{};
}

network::Area area_of(const Value& made) {
  const Parameters given = parameters_of(made);
  const Position center = place_or_origin(given, "center");
  const double x = given.distance("width").value() / 2, y = given.distance("depth").value() / 2;
  return {center.x_m - x, center.y_m - y, center.x_m + x, center.y_m + y};
}

Position draw_in(const network::Area& area, RandomStream& random) {
  const double x = random.uniform(area.x_min_m, area.x_max_m);
  return {x, random.uniform(area.y_min_m, area.y_max_m), 0};
}

std::vector<Motion> motions_of(Scenario& scenario, const Parameters& node,
                               const std::vector<std::string>& names) {
  if (!node.has("motion")) return std::vector<Motion>(names.size());
  const Value& made = node.raw("motion");
  const Parameters given = parameters_of(made);
  if (made.tag == "track") return tracks(scenario, given, names);
  const Motion motion = made.tag == "random_waypoint" ? random_waypoint(given)
                        : made.tag == "gauss_markov"  ? gauss_markov(given)
                                                      : road_trip(scenario, given);
  return std::vector<Motion>(names.size(), motion);
}

Position start_of(const Scenario& scenario, const Motion& motion, RandomStream& random) {
  if (const auto* walk = std::get_if<network::RandomWaypoint>(&motion))
    return draw_in(walk->area, random);
  if (const auto* walk = std::get_if<network::GaussMarkov>(&motion))
    return draw_in(walk->area, random);
  if (const auto* track = std::get_if<network::Track>(&motion))
    return track->points.front().position;
  if (const auto* trip = std::get_if<network::RoadTrip>(&motion)) {
    const auto& crossings = scenario.topology.roads[trip->roads].crossings;
    return crossings[random.below(crossings.size())];
  }
  return {};
}

}  // namespace lastmile::scenarios
