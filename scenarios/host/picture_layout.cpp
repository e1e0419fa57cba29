#include "scenarios/host/picture_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lastmile::scenarios {
namespace {

using network::NodeId;
using network::Position;

constexpr std::size_t kMostLabelled = 60;  // beyond it groups are labelled, and markers are dots
constexpr double kMapWidth = 760, kLeast = 280, kMost = 640, kTop = 50, kLeft = 20;
constexpr double kLetter = 6.3, kLineHeight = 13;  // of 11 px type, generously

/// Unit vectors to eight sides, the best for a label first.
constexpr std::array<Point, 8> kSides = {
    {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {0.7, -0.7}, {0.7, 0.7}, {-0.7, -0.7}, {-0.7, 0.7}}};

struct RadioMembers {
  std::vector<bool>& on_map;
  void mark(const std::vector<NodeId>& nodes) const {
    for (const NodeId node : nodes) on_map[node] = true;
  }
  void operator()(const network::WifiLink& l) const {
    mark(l.access_points);
    mark(l.stations);
  }
  void operator()(const network::AdhocLink& l) const { mark(l.members); }
  void operator()(const network::LteLink& l) const {
    mark(l.cells);
    mark(l.ues);
  }
  void operator()(const network::NrLink& l) const {
    mark(l.cells);
    mark(l.ues);
  }
  void operator()(const network::WiredLink&) const {}
  void operator()(const network::RecordedLink&) const {}
  void operator()(const network::NarrowLink&) const {}
};

Box around(Point center, double radius) {
  return {center.x - radius, center.y - radius, 2 * radius, 2 * radius};
}

Box label_box(Point marker, const std::string& text, Point side, double distance) {
  const double width = kLetter * static_cast<double>(text.size());
  const double x = marker.x + side.x * (distance + width / 2);
  const double y = marker.y + side.y * (distance + kLineHeight / 2);
  return {x - width / 2, y - kLineHeight / 2, width, kLineHeight};
}

void add(std::vector<Position>& places, const network::Motion& motion, const Scenario& scenario) {
  const auto corners = [&places](const network::Area& a) {
    places.push_back({a.x_min_m, a.y_min_m, 0});
    places.push_back({a.x_max_m, a.y_max_m, 0});
  };
  if (const auto* walk = std::get_if<network::RandomWaypoint>(&motion)) corners(walk->area);
  if (const auto* walk = std::get_if<network::GaussMarkov>(&motion)) corners(walk->area);
  if (const auto* trip = std::get_if<network::RoadTrip>(&motion)) {
    const auto& crossings = scenario.topology.roads[trip->roads].crossings;
    places.insert(places.end(), crossings.begin(), crossings.end());
  }
  if (const auto* track = std::get_if<network::Track>(&motion)) {
    for (const network::TrackPoint& point : track->points) places.push_back(point.position);
  }
}

}  // namespace

bool Box::overlaps(const Box& o) const {
  return x < o.x + o.width && o.x < x + width && y < o.y + o.height && o.y < y + height;
}

bool Box::inside(const Box& o) const {
  return x >= o.x && y >= o.y && x + width <= o.x + o.width && y + height <= o.y + o.height;
}

PictureLayout::PictureLayout(const Scenario& scenario)
    : scenario_(scenario),
      crowded_(scenario.topology.nodes.size() > kMostLabelled),
      on_map_(scenario.topology.nodes.size(), false),
      markers_(scenario.topology.nodes.size()) {
  choose_places();
  fit_map();
  place_markers();
  place_aside();
  place_labels();
}

/// Positions mean something to radios, and where somebody gave one.
void PictureLayout::choose_places() {
  const auto& nodes = scenario_.topology.nodes;
  for (const network::Link& link : scenario_.topology.links)
    std::visit(RadioMembers{on_map_}, link);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Position& p = nodes[i].position;
    const bool moves = !std::holds_alternative<network::Still>(nodes[i].motion);
    if (moves || p.x_m != 0 || p.y_m != 0) on_map_[i] = true;
  }
}

std::vector<Position> PictureLayout::extent() const {
  std::vector<Position> places;
  const auto& nodes = scenario_.topology.nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!on_map_[i]) continue;
    places.push_back(nodes[i].position);
    add(places, nodes[i].motion, scenario_);
  }
  for (const network::CoverageHole& hole : scenario_.topology.holes) {
    const Position& c = hole.centre;
    places.push_back({c.x_m - hole.radius_m, c.y_m - hole.radius_m, 0});
    places.push_back({c.x_m + hole.radius_m, c.y_m + hole.radius_m, 0});
  }
  if (places.empty()) places.emplace_back();
  return places;
}

void PictureLayout::fit_map() {
  const std::vector<Position> places = extent();
  const auto by_x = [](const Position& a, const Position& b) { return a.x_m < b.x_m; };
  const auto by_y = [](const Position& a, const Position& b) { return a.y_m < b.y_m; };
  const auto [west, east] = std::minmax_element(places.begin(), places.end(), by_x);
  const auto [south, north] = std::minmax_element(places.begin(), places.end(), by_y);
  const double across = east->x_m - west->x_m, up = north->y_m - south->y_m;
  const double longer = std::max({across, up, 1.0});
  const double width_m = std::max(across, 0.25 * longer) * 1.2,
               height_m = std::max(up, 0.25 * longer) * 1.2;
  const double height = std::clamp(kMapWidth * height_m / width_m, kLeast, kMost);
  map_ = {kLeft, kTop, kMapWidth, height};
  scale_ = std::min(kMapWidth / width_m, height / height_m);
  left_m_ = (west->x_m + east->x_m) / 2 - kMapWidth / scale_ / 2;
  top_m_ = (south->y_m + north->y_m) / 2 + height / scale_ / 2;
}

Point PictureLayout::to_map(const Position& place) const {
  return {map_.x + (place.x_m - left_m_) * scale_, map_.y + (top_m_ - place.y_m) * scale_};
}

bool PictureLayout::is_free(const Box& box, const Box& within) const {
  return box.inside(within) && std::none_of(taken_.begin(), taken_.end(),
                                            [&](const Box& other) { return box.overlaps(other); });
}

/// The wanted place, or the nearest free one on rings around it.
Point PictureLayout::free_spot(Point wanted) const {
  const double radius = marker_radius() + 1;
  if (is_free(around(wanted, radius), map_)) return wanted;
  for (double ring = radius; ring < 20 * radius; ring += radius) {
    for (const Point& side : kSides) {
      const Point spot{wanted.x + side.x * ring, wanted.y + side.y * ring};
      if (is_free(around(spot, radius), map_)) return spot;
    }
  }
  return wanted;
}

void PictureLayout::place_markers() {
  for (NodeId node = 0; node < markers_.size(); ++node) {
    if (!on_map_[node]) continue;
    const Point wanted = to_map(scenario_.topology.nodes[node].position);
    markers_[node] = crowded_ ? wanted : free_spot(wanted);
    if (!crowded_) taken_.push_back(around(markers_[node], marker_radius()));
  }
}

void PictureLayout::place_aside() {
  double y = map_.y + 24;
  const auto aside = std::count(on_map_.begin(), on_map_.end(), false);
  const double step =
      std::min(30.0, (map_.height - 24) / static_cast<double>(std::max<long>(aside, 1)));
  for (NodeId node = 0; node < markers_.size(); ++node) {
    if (on_map_[node]) continue;
    markers_[node] = {map_.x + map_.width + 40, y};
    y += step;
  }
}

std::optional<PlacedLabel> PictureLayout::place_label(const std::string& text, Point near,
                                                      double distance) {
  for (const double more : {0.0, 6.0, 14.0, 24.0, 36.0, 50.0, 70.0, 95.0, 125.0, 160.0}) {
    for (const Point& side : kSides) {
      const Box box = label_box(near, text, side, distance + more);
      if (!is_free(box, map_)) continue;
      taken_.push_back(box);
      return PlacedLabel{text, box, near, more > 10};
    }
  }
  return std::nullopt;
}

void PictureLayout::place_labels() {
  for (const Group& group : scenario_.groups) {
    const bool together = crowded_ && group.members.size() > 1;
    const std::string count = " x " + std::to_string(group.members.size());
    for (const NodeId node : group.members) {
      const std::string text = together ? group.name + count : scenario_.topology.nodes[node].name;
      if (on_map_[node]) {
        const auto label = place_label(text, markers_[node], marker_radius() + 3);
        if (label) labels_.push_back(*label);
      } else {
        const Box box = label_box(markers_[node], text, kSides[0], marker_radius() + 4);
        labels_.push_back({text, box, markers_[node], false});
      }
      if (together) break;
    }
  }
}

}  // namespace lastmile::scenarios
