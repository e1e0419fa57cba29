#include "models/cost/algorithm_work.hpp"

#include <algorithm>

#include "models/graph.hpp"

namespace lastmile::models {
namespace {

constexpr double far_elements = 1e6;
constexpr double light_start = 0.3;

double& of(WorkRow& row, WorkColumn column) { return row.at(static_cast<std::size_t>(column)); }

double count(std::int64_t whole) { return static_cast<double>(whole); }

bool packed(std::int64_t in, std::int64_t out) { return in <= 4 || (in % 4 == 0 && out % 4 == 0); }

void winograd(WorkRow& row, const Layer& layer, std::int64_t in, std::int64_t out) {
  const std::int64_t tile = std::max(in, out) <= 128 ? 6 : 4;
  const auto tiles = [tile](std::int64_t size) { return (size + tile - 1) / tile; };
  const double points =
      count(tiles(layer.out.height) * tiles(layer.out.width) * (tile + 2) * (tile + 2));
  of(row, WorkColumn::winograd) += points * count(in * out);
  of(row, WorkColumn::transforms) += points * count(in + out);
}

// One of the convolutions that a grouped one is made of.
void dense_convolution(WorkRow& row, const Layer& layer) {
  const int groups = layer.spec.groups;
  const Window window = window_of(layer.spec);
  const int taps = window.kernel_height * window.kernel_width;
  const std::int64_t in = layer.in.channels / groups, out = layer.out.channels / groups;
  const double macs = count(layer.macs) / groups;
  const double moved = count(in * layer.in.plane() + out * layer.out.plane());
  const bool small_steps = layer.spec.stride == 1;
  const bool tiled = taps == 9 && window.uniform() && small_steps && in >= 8 && out >= 8;
  if (!packed(in, out)) of(row, WorkColumn::unaligned) += tiled ? macs / 2 : macs;
  of(row, WorkColumn::starts) += 1;
  if (tiled) {
    winograd(row, layer, in, out);
    of(row, WorkColumn::traffic) += moved;
  } else if (taps == 1 && small_steps) {
    of(row, WorkColumn::pointwise) += macs;
    of(row, WorkColumn::pointwise_io) += moved;
  } else {
    of(row, in <= 4 ? WorkColumn::stem : WorkColumn::spatial) += macs;
    of(row, WorkColumn::patches) += count(layer.out.plane() * in * taps);
    of(row, WorkColumn::traffic) += moved;
  }
}

void convolution(WorkRow& row, const Layer& layer) {
  if (layer.depthwise()) {
    of(row, WorkColumn::depthwise) += count(layer.macs);
    of(row, WorkColumn::traffic) += count(layer.in.elements() + layer.out.elements());
    of(row, WorkColumn::starts) += 1;
  } else {
    for (int group = 0; group < layer.spec.groups; ++group) dense_convolution(row, layer);
  }
  const bool bordered = layer.spec.kernel > 1 && layer.spec.stride < layer.spec.kernel;
  if (bordered) of(row, WorkColumn::traffic) += 2 * count(layer.in.elements());
}

// What follows is done on the result while it is at hand.
bool fused(const Graph& graph, LayerId id) {
  const LayerKind kind = graph.layer(id).kind();
  if (graph.layer(id).macs > 0) return true;
  const bool elementwise = is_activation(kind) || kind == LayerKind::batch_norm;
  return elementwise && fused(graph, graph.inputs(id).front());
}

void moving(WorkRow& row, const Layer& layer) {
  const double read = count(layer.in.elements()), written = count(layer.out.elements());
  of(row, WorkColumn::starts) += light_start;
  switch (layer.kind()) {
    case LayerKind::max_pool:
    case LayerKind::avg_pool:
      of(row, layer.out.plane() > 1 ? WorkColumn::pooling : WorkColumn::traffic) += read + written;
      return;
    case LayerKind::concat:
      of(row, WorkColumn::copies) += 2 * written;
      return;
    case LayerKind::add:
    case LayerKind::multiply:
      of(row, WorkColumn::traffic) += 3 * written;
      return;
    case LayerKind::lrn:
      of(row, WorkColumn::exponentials) += 5 * written;
      of(row, WorkColumn::traffic) += 4 * written;
      return;
    case LayerKind::softmax:
      of(row, WorkColumn::exponentials) += written;
      [[fallthrough]];
    default:
      of(row, WorkColumn::traffic) += read + written;
  }
}

bool free_of_cost(const Graph& graph, LayerId id) {
  const LayerKind kind = graph.layer(id).kind();
  if (graph.layer(id).macs > 0) return false;
  return is_view(kind) || fused(graph, id);
}

}  // namespace

std::string_view to_string(WorkColumn column) {
  static constexpr std::array<std::string_view, work_columns> names = {
      "winograd", "transforms", "pointwise", "pointwise_io", "spatial",   "stem",
      "patches",  "depthwise",  "tokens",    "weights",      "unaligned", "traffic",
      "far",      "copies",     "pooling",   "exponentials", "starts"};
  return names.at(static_cast<std::size_t>(column));
}

WorkRow algorithm_work(const Graph& graph, std::size_t id) {
  WorkRow row{};
  const Layer& layer = graph.layer(id);
  if (free_of_cost(graph, id)) return row;
  const double moved = count(layer.in.elements() + layer.out.elements());
  if (layer.kind() == LayerKind::conv) {
    convolution(row, layer);
  } else if (layer.macs > 0) {  // dense, recurrent and the like: each weight once for each token
    of(row, layer.kind() == LayerKind::attention ? WorkColumn::tokens : WorkColumn::weights) += count(layer.macs);
    of(row, WorkColumn::traffic) += moved;
    of(row, WorkColumn::starts) += light_start;
  } else {
    moving(row, layer);
  }
  if (moved > far_elements) of(row, WorkColumn::far) += moved;
  return row;
}

}  // namespace lastmile::models
