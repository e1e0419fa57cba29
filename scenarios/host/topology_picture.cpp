#include "scenarios/host/topology_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "network/coverage.hpp"
#include "scenarios/host/link_words.hpp"
#include "scenarios/host/picture_layout.hpp"
#include "scenarios/host/svg.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;

// Colours that tell apart for all kinds of sight: Okabe and Ito 2008, "Color universal design".
constexpr std::size_t kColours = 7;
constexpr const char* kStyle = R"(svg { color-scheme: light dark; font: 11px system-ui, sans-serif;
  --ground: #ffffff; --ink: #1f2328; --faint: #8c959f; --map: #f6f8fa; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --ink: #e6edf3; --faint: #7d8590; --map: #161b22; } }
.ground { fill: var(--ground); } .map { fill: var(--map); stroke: var(--faint); }
text { fill: var(--ink); } .halo { fill: var(--map); stroke: var(--map); stroke-width: 3px; }
.title { font-size: 16px; font-weight: 600; } 
.leader { stroke: var(--faint); stroke-width: 0.7; }
.radio { stroke-width: 0.8; stroke-dasharray: 4 3; opacity: 0.7; }
.wire { stroke: var(--ink); stroke-width: 1.4; opacity: 0.75; } .wan { stroke-dasharray: 8 4; }
.reach { stroke-width: 1.2; stroke-dasharray: 2 4; fill-opacity: 0.05; }
.hole { fill: var(--ink); fill-opacity: 0.18; stroke: var(--ink); stroke-dasharray: 2 2; }
.area { fill: none; stroke-dasharray: 6 4; } .road { stroke: var(--faint); stroke-width: 3; opacity: 0.5; }
.track { fill: none; stroke-width: 1.6; } .ring { fill: none; stroke-width: 1.2; }
.mark { stroke: var(--ground); stroke-width: 1; }
.f0 { fill: #0072b2; } .f1 { fill: #d55e00; } .f2 { fill: #009e73; } .f3 { fill: #cc79a7; }
.f4 { fill: #e69f00; } .f5 { fill: #56b4e9; } .f6 { fill: #8a7d00; }
.s0 { stroke: #0072b2; } .s1 { stroke: #d55e00; } .s2 { stroke: #009e73; } .s3 { stroke: #cc79a7; }
.s4 { stroke: #e69f00; } .s5 { stroke: #56b4e9; } .s6 { stroke: #8a7d00; }
@media (prefers-color-scheme: dark) { .f0 { fill: #3d9be0; } .s0 { stroke: #3d9be0; }
  .f6 { fill: #c2b200; } .s6 { stroke: #c2b200; } }
)";

std::string coloured(const char* what, const char* kind, std::size_t index) {
  return std::string(what) + " " + kind + std::to_string(index % kColours);
}

class Picture {
 public:
  explicit Picture(const Scenario& scenario)
      : scenario_(scenario),
        layout_(scenario),
        svg_(layout_.width(), height(), kStyle),
        group_of_(scenario.topology.nodes.size()) {
    for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
      for (const NodeId node : scenario.groups[g].members) group_of_[node] = g;
    }
  }

  std::string draw() {
    svg_.rectangle({0, 0}, layout_.width(), height(), "ground");
    svg_.text({layout_.map().x, 30}, "start", "title", scenario_.name);
    const Box& map = layout_.map();
    svg_.rectangle({map.x, map.y}, map.width, map.height, "map");
    svg_.begin_clip({map.x, map.y}, map.width, map.height);
    draw_ground();
    svg_.end_clip();
    for (const network::Link& link : topology().links) draw_link(link);
    for (NodeId node = 0; node < topology().nodes.size(); ++node) draw_node(node);
    draw_words();
    return svg_.finish();
  }

 private:
  [[nodiscard]] const network::Topology& topology() const { return scenario_.topology; }
  [[nodiscard]] double height() const {
    const std::size_t lines = scenario_.groups.size() + topology().links.size();
    return layout_.map().y + layout_.map().height + 40 +
           16 * static_cast<double>(std::min<std::size_t>(lines, 40));
  }

  void draw_ground() {
    for (const network::RoadMap& map : topology().roads) {
      for (const auto& [a, b] : map.roads) {
        svg_.line(layout_.to_map(map.crossings[a]), layout_.to_map(map.crossings[b]), "road");
      }
    }
    for (const network::CoverageHole& hole : topology().holes) {
      svg_.circle(layout_.to_map(hole.centre), hole.radius_m * layout_.pixels_per_metre(), "hole");
    }
    for (std::size_t i = 0; i < topology().links.size(); ++i) draw_reach(i);
    for (std::size_t g = 0; g < scenario_.groups.size(); ++g) draw_motions(g);
  }

  /// Circles that leave something to be seen; the legend tells the others.
  void draw_reach(std::size_t index) {
    const auto circles = [&](const auto& link, const std::vector<NodeId>& centres) {
      const double radius = network::reach_m(link) * layout_.pixels_per_metre();
      if (radius > 1.2 * std::hypot(layout_.map().width, layout_.map().height)) return;
      for (const NodeId centre : centres) {
        svg_.circle(layout_.to_map(topology().nodes[centre].position), radius,
                    coloured("reach", "f", index) + " " + coloured("", "s", index));
      }
    };
    const network::Link& link = topology().links[index];
    if (const auto* wifi = std::get_if<network::WifiLink>(&link))
      circles(*wifi, wifi->access_points);
    if (const auto* lte = std::get_if<network::LteLink>(&link)) circles(*lte, lte->cells);
    if (const auto* nr = std::get_if<network::NrLink>(&link)) circles(*nr, nr->cells);
  }

  void draw_motions(std::size_t group) {
    const auto area = [&](const network::Area& a) {
      const Point corner = layout_.to_map({a.x_min_m, a.y_max_m, 0});
      const double s = layout_.pixels_per_metre();
      svg_.rectangle(corner, (a.x_max_m - a.x_min_m) * s, (a.y_max_m - a.y_min_m) * s,
                     coloured("area", "s", group));
    };
    const auto& members = scenario_.groups[group].members;
    const network::Motion& first = topology().nodes[members.front()].motion;
    if (const auto* walk = std::get_if<network::RandomWaypoint>(&first)) area(walk->area);
    if (const auto* walk = std::get_if<network::GaussMarkov>(&first)) area(walk->area);
    for (const NodeId node : members) {
      const auto* track = std::get_if<network::Track>(&topology().nodes[node].motion);
      if (track == nullptr) continue;
      std::vector<Point> points;
      for (const network::TrackPoint& point : track->points)
        points.push_back(layout_.to_map(point.position));
      svg_.path(points, coloured("track", "s", group));
      svg_.circle(points.back(), 2.5, coloured("", "f", group));
    }
  }

  void draw_radio(const std::vector<NodeId>& centres, const std::vector<NodeId>& members,
                  std::size_t index) {
    masts_.insert(centres.begin(), centres.end());
    for (const NodeId member : members) {
      NodeId nearest = centres.front();
      for (const NodeId centre : centres) {
        if (metres(centre, member) < metres(nearest, member)) nearest = centre;
      }
      svg_.line(layout_.marker(nearest), layout_.marker(member), coloured("radio", "s", index));
    }
  }
  [[nodiscard]] double metres(NodeId a, NodeId b) const {
    return network::distance_m(topology().nodes[a].position, topology().nodes[b].position);
  }

  void draw_link(const network::Link& link) {
    const auto index = static_cast<std::size_t>(&link - topology().links.data());
    const auto wire = [this](NodeId a, NodeId b, bool wan) {
      svg_.line(layout_.marker(a), layout_.marker(b), wan ? "wire wan" : "wire");
    };
    if (const auto* l = std::get_if<network::WifiLink>(&link))
      draw_radio(l->access_points, l->stations, index);
    if (const auto* l = std::get_if<network::LteLink>(&link)) draw_radio(l->cells, l->ues, index);
    if (const auto* l = std::get_if<network::NrLink>(&link)) draw_radio(l->cells, l->ues, index);
    if (const auto* l = std::get_if<network::WiredLink>(&link)) wire(l->a, l->b, l->wan);
    if (const auto* l = std::get_if<network::RecordedLink>(&link)) wire(l->device, l->site, false);
    if (const auto* l = std::get_if<network::NarrowLink>(&link)) wire(l->device, l->site, false);
    if (const auto* l = std::get_if<network::AdhocLink>(&link)) {
      for (const NodeId member : l->members) {
        svg_.circle(layout_.marker(member), layout_.marker_radius() + 2,
                    coloured("ring", "s", index));
      }
    }
  }

  /// A triangle sends to others, a square routes, a circle is a device.
  void draw_node(NodeId node) {
    const Point p = layout_.marker(node);
    const double r = layout_.marker_radius();
    const std::string look = coloured("mark", "f", group_of_[node]);
    if (masts_.count(node) > 0) {
      svg_.polygon({{p.x, p.y - r - 2}, {p.x + r + 1, p.y + r}, {p.x - r - 1, p.y + r}}, look);
    } else if (scenario_.profiles[node].empty()) {
      svg_.rectangle({p.x - r, p.y - r}, 2 * r, 2 * r, look);
    } else {
      svg_.circle(p, r, look);
    }
  }

  void draw_words() {
    for (const PlacedLabel& label : layout_.labels()) draw_label(label);
    for (const network::CoverageHole& hole : topology().holes) {
      const std::string text = "hole " + exact_number(-hole.loss_db) + " dB";
      const auto label = layout_.place_label(text, layout_.to_map(hole.centre), 4);
      if (label) draw_label(*label);
    }
    draw_scale();
    draw_legend();
  }
  void draw_label(const PlacedLabel& label) {
    const Point middle{label.box.x + label.box.width / 2, label.box.y + label.box.height / 2};
    if (label.leader) svg_.line(label.marker, middle, "leader");
    const Point base{middle.x, label.box.y + label.box.height - 3};
    if (layout_.map().x + layout_.map().width > middle.x) {
      svg_.text(base, "middle", "halo", label.text);
    }
    svg_.text(base, "middle", "", label.text);
  }

  void draw_scale() {
    double length_m = 1;
    while (length_m * layout_.pixels_per_metre() < 60) length_m *= step_after(length_m);
    const Box& map = layout_.map();
    const double y = map.y + map.height + 14, width = length_m * layout_.pixels_per_metre();
    svg_.line({map.x, y}, {map.x + width, y}, "wire");
    svg_.text({map.x + width + 6, y + 4}, "start", "", format_metres(Metres(length_m)));
  }
  /// 1, 2, 5, 10, 20, ...
  static double step_after(double length_m) {
    while (length_m >= 10) length_m /= 10;
    return length_m > 1.5 && length_m < 2.5 ? 2.5 : 2;
  }

  void draw_legend() {
    double y = layout_.map().y + layout_.map().height + 38;
    const double left = layout_.map().x;
    std::size_t lines = 0;
    for (std::size_t g = 0; g < scenario_.groups.size() && lines < 40; ++g, ++lines, y += 16) {
      svg_.circle({left + 5, y - 4}, 5, coloured("mark", "f", g));
      svg_.text({left + 18, y}, "start", "", words_of_group(scenario_, scenario_.groups[g]));
    }
    for (std::size_t i = 0; i < topology().links.size() && lines < 40; ++i, ++lines, y += 16) {
      const bool wired = std::holds_alternative<network::WiredLink>(topology().links[i]);
      svg_.line({left, y - 4}, {left + 12, y - 4}, wired ? "wire" : coloured("radio", "s", i));
      const network::Link& link = topology().links[i];
      const std::string reach = words_of_reach(link);
      svg_.text({left + 18, y}, "start", "",
                network::link_name(link) + ": " + words_of(link, topology()) +
                    (reach.empty() ? "" : ", " + reach));
    }
  }

  const Scenario& scenario_;
  PictureLayout layout_;
  Svg svg_;
  std::vector<std::size_t> group_of_;
  std::set<NodeId> masts_;
};

}  // namespace

std::string topology_picture(const Scenario& scenario) { return Picture(scenario).draw(); }

}  // namespace lastmile::scenarios
