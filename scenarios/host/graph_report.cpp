#include "scenarios/host/graph_report.hpp"

#include <algorithm>

#include "models/cost.hpp"
#include "models/lower.hpp"
#include "models/memory.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/table_text.hpp"

namespace lastmile::scenarios {
namespace {

using models::Layer;
using models::LayerId;
using models::LayerKind;

constexpr std::int64_t kBytes = 4;           // an element
constexpr std::size_t kLongestName = 28;     // in the table

std::string padded(std::string text, std::size_t width) {
  if (text.size() > width) text = text.substr(0, width - 1) + "~";
  return text + std::string(width - text.size(), ' ');
}

std::string percent(std::int64_t part, std::int64_t whole) {
  return short_number(whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole)) + " %";
}

std::string window_words(const Layer& layer) {
  const models::Window window = window_of(layer.spec);
  const std::string stride =
      window.stride_height == window.stride_width
          ? std::to_string(window.stride_width)
          : std::to_string(window.stride_height) + "x" + std::to_string(window.stride_width);
  std::string words = " " + std::to_string(window.kernel_height) + "x" + std::to_string(window.kernel_width);
  if (stride != "1") words += "/" + stride;
  if (window.dilation > 1) words += " d" + std::to_string(window.dilation);
  return layer.spec.groups > 1 && !layer.depthwise() ? words + " g" + std::to_string(layer.spec.groups)
                                                     : words;
}

std::string json_names(const models::Graph& graph, const std::vector<LayerId>& ids) {
  std::string items;
  for (const LayerId id : ids) items += (items.empty() ? "" : ", ") + json_text(graph.layer(id).name());
  return "[" + items + "]";
}

std::string json_shape(const models::Shape& shape) {
  return "[" + std::to_string(shape.channels) + ", " + std::to_string(shape.height) + ", " +
         std::to_string(shape.width) + "]";
}

}  // namespace

std::string words_of(const Layer& layer) {
  const std::string kind = layer.depthwise() ? "depthwise" : std::string(to_string(layer.kind()));
  switch (layer.kind()) {
    case LayerKind::conv:
    case LayerKind::transposed_conv:
    case LayerKind::local_conv:
    case LayerKind::max_pool:
    case LayerKind::avg_pool:
      return kind + window_words(layer);
    case LayerKind::lstm:
    case LayerKind::cifg_lstm:
    case LayerKind::gru:
    case LayerKind::rnn:
      return kind + " " + std::to_string(layer.spec.out_channels);
    case LayerKind::attention:
      return kind + " " + std::to_string(layer.spec.groups) + " heads";
    default:
      return kind;
  }
}

std::string counted(std::int64_t count) {
  const Scale scale = scale_for("B", {static_cast<double>(count)});  // whole numbers: no prefix below 1
  const std::string prefix = scale.unit.substr(0, scale.unit.size() - 1);
  return prefix.empty() ? std::to_string(count)
                        : short_number(static_cast<double>(count) / scale.by) + prefix;
}

GraphReport::GraphReport(models::Graph graph, const models::ZooEntry& entry)
    : graph_(std::move(graph)),
      description_(entry.description),
      scales_(entry.scales),
      totals_(graph_.totals()),
      live_(live_elements(graph_, models::all_layers(graph_))),
      cuts_(models::cuts(graph_)) {}

std::string GraphReport::text() const { return head() + layers() + totals() + exits() + cut_points(); }

std::string GraphReport::head() const {
  std::string scales;
  for (const std::string& scale : scales_) scales += (scales.empty() ? "" : ",") + scale + "=NUMBER";
  const std::string plain_name = graph_.name().substr(0, graph_.name().find(':'));
  return graph_.name() + (description_.empty() ? "" : ": " + description_) + "\n" +
         (scales.empty() ? "" : "scales: " + plain_name + ":" + scales + "\n") + "\n";
}

std::string GraphReport::layers() const {
  std::size_t longest = 0;
  for (LayerId id = 0; id < graph_.size(); ++id) longest = std::max(longest, graph_.layer(id).name().size());
  const std::size_t width = std::min(longest, kLongestName);
  std::vector<std::vector<std::string>> rows = {{padded("layer", width) + "  what", "output", "MACs",
                                                 "parameters", "output [B]", "live [B]", "cut [B]"}};
  for (LayerId id = 0; id < graph_.size(); ++id) {
    const Layer& layer = graph_.layer(id);
    rows.push_back({padded(layer.name(), width) + "  " + words_of(layer), to_string(layer.out),
                    counted(layer.macs), counted(layer.stored()), counted(kBytes * layer.activations),
                    counted(kBytes * live_[id]), counted(crossing_bytes(id))});
  }
  return aligned(rows) +
         "live: activations alive while the layer runs; cut: what crosses when all later layers run "
         "elsewhere\n";
}

std::string GraphReport::kernels() const {
  const std::optional<LayerId> without = models::layer_without_kernel(graph_);
  if (!without) return "for all layers: `measured` can time it";
  const Layer& layer = graph_.layer(*without);
  return "not for all layers: none for " + layer.name() + " (" + std::string(to_string(layer.kind())) +
         "), priced by rates";
}

std::string GraphReport::totals() const {
  const std::int64_t peak = live_[fullest()];
  return "\ntotals  " + counted(totals_.macs) + " MACs, " + counted(totals_.parameters()) + " parameters (" +
         counted(totals_.weights) + " weights, " + counted(totals_.biases) + " biases), " +
         std::to_string(graph_.size()) + " layers\n" + "memory  " + counted(kBytes * totals_.parameters()) +
         "B parameters, " + counted(kBytes * peak) + "B activations at the peak, which is " +
         graph_.layer(fullest()).name() + "\n" + "kernels " +
         kernels() + "\n";
}

std::string GraphReport::exits() const {
  std::vector<std::vector<std::string>> rows = {{"exit", "answer", "MACs", "of all"}};
  for (std::size_t exit = 0; exit < graph_.exits().size(); ++exit) {
    const Layer& layer = graph_.layer(graph_.exits()[exit]);
    rows.push_back({layer.name(), to_string(layer.out), counted(macs_of_exit(exit)),
                    percent(macs_of_exit(exit), totals_.macs)});
  }
  return "\n" + aligned(rows);
}

std::string GraphReport::cut_points() const {
  std::vector<std::vector<std::string>> rows = {
      {"cut after", "sends [B]", "outputs", "MACs before", "of all"}};
  for (const models::Cut& cut : falling_cuts(cuts_)) {
    rows.push_back({graph_.layer(cut.after).name(), counted(kBytes * cut.crossing),
                    std::to_string(cut.tensors), counted(cut.macs_before),
                    percent(cut.macs_before, totals_.macs)});
  }
  return "\ncut points, each sends less than all before it\n" + aligned(rows);
}

LayerId GraphReport::fullest() const {
  return static_cast<LayerId>(std::max_element(live_.begin(), live_.end()) - live_.begin());
}

std::int64_t GraphReport::macs_of_exit(std::size_t exit) const {
  std::int64_t sum = 0;
  for (const LayerId id : graph_.needed_by(exit)) sum += graph_.layer(id).macs;
  return sum;
}

std::int64_t GraphReport::crossing_bytes(LayerId id) const {
  return id < cuts_.size() ? kBytes * cuts_[id].crossing : 0;
}

std::string GraphReport::json_layer(LayerId id) const {
  const Layer& layer = graph_.layer(id);
  return json_object({{"name", json_text(layer.name())},
                      {"kind", json_text(std::string(to_string(layer.kind())))},
                      {"inputs", json_names(graph_, id == 0 ? std::vector<LayerId>{} : graph_.inputs(id))},
                      {"shape", json_shape(layer.out)},
                      {"macs", std::to_string(layer.macs)},
                      {"weights", std::to_string(layer.weights)},
                      {"biases", std::to_string(layer.biases)},
                      {"output_bytes", std::to_string(kBytes * layer.activations)},
                      {"live_bytes", std::to_string(kBytes * live_[id])},
                      {"cut_bytes", std::to_string(crossing_bytes(id))}});
}

std::string GraphReport::json() const {
  std::vector<std::string> layers, exits, points;
  for (LayerId id = 0; id < graph_.size(); ++id) layers.push_back(json_layer(id));
  for (std::size_t exit = 0; exit < graph_.exits().size(); ++exit)
    exits.push_back(json_object({{"name", json_text(graph_.layer(graph_.exits()[exit]).name())},
                                 {"macs", std::to_string(macs_of_exit(exit))}}));
  for (const models::Cut& cut : falling_cuts(cuts_))
    points.push_back(json_object({{"after", json_text(graph_.layer(cut.after).name())},
                                  {"bytes", std::to_string(kBytes * cut.crossing)},
                                  {"outputs", std::to_string(cut.tensors)},
                                  {"macs_before", std::to_string(cut.macs_before)}}));
  return json_object({{"name", json_text(graph_.name())},
                      {"description", json_text(description_)},
                      {"macs", std::to_string(totals_.macs)},
                      {"weights", std::to_string(totals_.weights)},
                      {"biases", std::to_string(totals_.biases)},
                      {"peak_bytes", std::to_string(kBytes * live_[fullest()])},
                      {"peak_layer", json_text(graph_.layer(fullest()).name())},
                      {"layers", json_list(layers)},
                      {"exits", json_list(exits)},
                      {"cuts", json_list(points)}});
}

}  // namespace lastmile::scenarios
