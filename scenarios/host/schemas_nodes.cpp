// Nodes, where they stand and how they move.
#include "scenarios/host/schemas.hpp"

namespace lastmile::scenarios {
namespace {

using K = ParameterKind;

constexpr double kFastest_mps = 1000;
constexpr double kLongest_s = 1e8;

Parameter position() {
  return made_by(
      "position", {"at", "disc", "grid", "line", "area"},
      "where it stands at the start; default: the origin, or drawn where its motion goes");
}
Parameter motion() {
  return made_by("motion", {"random_waypoint", "gauss_markov", "road_trip", "track"},
                 "how it moves; default: not at all");
}
Parameter battery() {
  return optional("battery", K::energy, "what it may use before it is switched off; default: mains")
      .between(1e-6, 1e12);
}
Parameter offset(const char* name) {
  return optional(name, K::distance, "0m", "coordinate").between(-kFarthest_m, kFarthest_m);
}
Parameter side(const char* name, const char* doc) {
  return required(name, K::distance, doc).between(0.1, kFarthest_m);
}
Parameter spacing() {
  return required("spacing", K::distance, "between neighbours").between(0, kFarthest_m);
}
Parameter speed(Parameter parameter) { return parameter.between(0.001, kFastest_mps); }

void add_places(Schemas& all) {
  all.push_back({"at", {offset("x"), offset("y"), offset("z")}});
  all.push_back({"disc",
                 {required("radius", K::distance, "of the disc").between(0, kFarthest_m),
                  made_by("center", {"at"}, "of the disc"), offset("height")}});
  all.push_back({"grid",
                 {spacing(), required("columns", K::count, "in a row").at_least(1),
                  made_by("origin", {"at"}, "of the first")}});
  all.push_back({"line", {spacing(), made_by("origin", {"at"}, "of the first")}});
  all.push_back({"area",
                 {side("width", "of the rectangle along x"), side("depth", "along y"),
                  made_by("center", {"at"}, "of the rectangle; default: the origin")}});
}

void add_roads(Schemas& all) {
  all.push_back(
      {"road_trip",
       {with_choices(required("roads", K::any, "where it drives"), {"roads", "street_grid"}),
        speed(required("speed", K::speed, "all the way"))}});
  all.push_back({"roads",
                 {required("crossings", K::any, "name = lm.at{}"),
                  required("roads", K::any, "list of { \"name\", \"name\" }, both ways")}});
  all.push_back({"street_grid",
                 {required("columns", K::count, "of crossings").between(1, 300),
                  required("rows", K::count, "of crossings").between(1, 300),
                  required("spacing", K::distance, "between crossings").between(0.1, kFarthest_m),
                  made_by("origin", {"at"}, "of the first crossing")}});
}

}  // namespace

void add_node_schemas(Schemas& all) {
  const Parameter profile = required("profile", K::text, "device file");
  all.push_back({"device", {profile, position(), motion(), battery()}});
  all.push_back({"devices",
                 {profile, required("count", K::count, "how many").between(1, 100'000), position(),
                  motion(), battery()}});
  all.push_back({"router", {position(), motion()}});
  add_places(all);
}

void add_motion_schemas(Schemas& all) {
  const Parameter area = with_choices(required("area", K::any, "that it stays in"), {"area"});
  all.push_back({"random_waypoint",
                 {area, speed(optional("speed", K::speed, "of every leg")),
                  speed(optional("min_speed", K::speed, "instead: drawn evenly from this")),
                  speed(optional("max_speed", K::speed, "to this")),
                  optional("pause", K::duration, "0s", "at every place").between(0, kLongest_s)}});
  all.push_back({"gauss_markov",
                 {area, speed(required("speed", K::speed, "mean")),
                  optional("deviation", K::speed, "0m/s", "standard, of each component")
                      .between(0, kFastest_mps),
                  optional("memory", K::number, 0.75, "alpha: 0 none, 1 straight on").between(0, 1),
                  optional("step", K::duration, "1s", "between changes").between(0.001, 3600)}});
  add_roads(all);
  all.push_back({"track",
                 {required("file", K::text,
                           "CSV beside the scenario: time_s,x_m,y_m, and if need be z_m, node")}});
}

}  // namespace lastmile::scenarios
