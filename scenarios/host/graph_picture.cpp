#include "scenarios/host/graph_picture.hpp"

#include <algorithm>

#include "models/cost.hpp"
#include "scenarios/host/graph_layout.hpp"
#include "scenarios/host/graph_report.hpp"

namespace lastmile::scenarios {
namespace {

using models::Layer;
using models::LayerId;
using models::LayerKind;

constexpr std::size_t kLongestName = 26;  // that a box holds

// The colours of topology_picture.cpp.
constexpr const char* kStyle = R"(svg { color-scheme: light dark; font: 10px system-ui, sans-serif;
  --ground: #ffffff; --ink: #1f2328; --faint: #8c959f; --box: #f6f8fa; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --ink: #e6edf3; --faint: #7d8590; --box: #161b22; } }
.ground { fill: var(--ground); } text { fill: var(--ink); } .faint { fill: var(--faint); }
.title { font-size: 15px; font-weight: 600; }
.link { fill: none; stroke: var(--faint); stroke-width: 1.2; }
.box { fill: var(--box); stroke-width: 1.4; } .exit { stroke-width: 3; }
.conv { stroke: #0072b2; fill: #0072b2; } .depthwise { stroke: #56b4e9; fill: #56b4e9; }
.dense { stroke: #d55e00; fill: #d55e00; } .pool { stroke: #009e73; fill: #009e73; }
.sequence { stroke: #cc79a7; fill: #cc79a7; } .other { stroke: #8a7d00; fill: #8a7d00; }
rect.box { fill: var(--box); }
)";

std::string family(const Layer& layer) {
  if (layer.depthwise()) return "depthwise";
  if (is_recurrent(layer.kind()) || layer.kind() == LayerKind::attention ||
      layer.kind() == LayerKind::embedding)
    return "sequence";
  switch (layer.kind()) {
    case LayerKind::conv:
    case LayerKind::transposed_conv:
    case LayerKind::local_conv:
      return "conv";
    case LayerKind::dense:
      return "dense";
    case LayerKind::max_pool:
    case LayerKind::avg_pool:
    case LayerKind::global_avg_pool:
      return "pool";
    default:
      return "other";
  }
}

std::string shortened(const std::string& text) {
  return text.size() > kLongestName ? text.substr(0, kLongestName - 1) + "~" : text;
}

std::int64_t most_macs(const models::Graph& graph) {
  std::int64_t most = 1;
  for (LayerId id = 0; id < graph.size(); ++id) most = std::max(most, graph.layer(id).macs);
  return most;
}

void draw_box(Svg& svg, const Layer& layer, Point corner, bool exit, double share) {
  const std::string look = family(layer);
  svg.rectangle(corner, GraphLayout::box_width, GraphLayout::box_height,
                "box " + look + (exit ? " exit" : ""));
  const double foot = corner.y + GraphLayout::box_height - 3;
  if (share > 0) svg.rectangle({corner.x, foot}, std::max(1.0, share * GraphLayout::box_width), 3, look);
  const double middle = corner.x + GraphLayout::box_width / 2;
  svg.text({middle, corner.y + 12}, "middle", "", shortened(layer.name()));
  svg.text({middle, corner.y + 24}, "middle", "faint",
           shortened(words_of(layer) + "  " + to_string(layer.out)));
}

}  // namespace

std::string graph_picture(const models::Graph& graph) {
  const GraphLayout layout(graph);
  Svg svg(layout.width(), layout.height(), kStyle);
  svg.rectangle({0, 0}, layout.width(), layout.height(), "ground");
  svg.text({GraphLayout::margin, 26}, "start", "title", graph.name());
  svg.text({GraphLayout::margin, 42}, "start", "faint",
           counted(graph.totals().macs) + " MACs, " + counted(graph.totals().parameters()) + " parameters");
  for (const auto& points : layout.connections()) svg.path(points, "link");
  const double most = static_cast<double>(most_macs(graph));
  for (const GraphLayout::Placed& box : layout.boxes()) {
    const auto& exits = graph.exits();
    const bool exit = std::any_of(exits.begin(), exits.end(),
                                  [&](LayerId id) { return layout.shown_as(id) == box.layer; });
    const Layer& layer = graph.layer(box.layer);
    draw_box(svg, layer, box.corner, exit, static_cast<double>(layer.macs) / most);
  }
  return svg.finish();
}

}  // namespace lastmile::scenarios
