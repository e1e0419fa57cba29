#include "models/transform/channel_labels.hpp"

#include <numeric>

namespace lastmile::models {
namespace {

/// Channel by channel from the first input.
bool keeps_channels(const Layer& layer) {
  switch (layer.kind()) {
    case LayerKind::max_pool:
    case LayerKind::avg_pool:
    case LayerKind::global_avg_pool:
    case LayerKind::batch_norm:
    case LayerKind::lrn:
    case LayerKind::dropout:
    case LayerKind::upsample:
      return true;
    default:
      return is_activation(layer.kind()) ||
             (layer.depthwise() && layer.out.channels == layer.in.channels);
  }
}

std::vector<Label> spread(const std::vector<Label>& channels, std::int64_t plane) {
  std::vector<Label> elements;
  for (const Label label : channels)
    elements.insert(elements.end(), static_cast<std::size_t>(plane), label);
  return elements;
}

}  // namespace

ChannelLabels::ChannelLabels(const Graph& graph)
    : out_(graph.size()), in_(graph.size()), makes_(graph.size(), false) {
  out_[0] = fresh(graph.layer(0).out.channels);
  fix(out_[0]);
  for (LayerId id = 1; id < graph.size(); ++id) out_[id] = label_layer(graph, graph.layer(id));
  for (const LayerId exit : graph.exits()) fix(out_[exit]);
}

std::vector<Label> ChannelLabels::label_layer(const Graph& graph, const Layer& layer) {
  const std::vector<LayerId> inputs = graph.inputs(layer.id);
  const std::vector<Label>& first = out_[inputs.front()];
  const LayerKind kind = layer.kind();
  in_[layer.id] = kind == LayerKind::dense || kind == LayerKind::flatten
                      ? spread(first, layer.in.plane())
                      : first;
  if (kind == LayerKind::flatten || keeps_channels(layer)) return in_[layer.id];
  if (kind == LayerKind::concat) return concatenated(inputs);
  if (kind == LayerKind::add || kind == LayerKind::multiply) return united(inputs);
  const bool whole_rows = kind == LayerKind::dense || (kind == LayerKind::conv && layer.spec.groups == 1);
  if (whole_rows && !layer.spec.tied) {
    makes_[layer.id] = true;
    return fresh(layer.out.channels);
  }
  for (const LayerId input : inputs) fix(out_[input]);
  std::vector<Label> labels = fresh(layer.out.channels);
  fix(labels);
  return labels;
}

std::vector<Label> ChannelLabels::concatenated(const std::vector<LayerId>& inputs) const {
  std::vector<Label> labels;
  for (const LayerId input : inputs)
    labels.insert(labels.end(), out_[input].begin(), out_[input].end());
  return labels;
}

std::vector<Label> ChannelLabels::united(const std::vector<LayerId>& inputs) {
  const std::vector<Label>& labels = out_[inputs.front()];
  for (const LayerId input : inputs)
    for (std::size_t c = 0; c < labels.size(); ++c) unite(labels[c], out_[input][c]);
  return labels;
}

std::vector<Label> ChannelLabels::fresh(std::int64_t count) {
  std::vector<Label> labels(static_cast<std::size_t>(count));
  std::iota(labels.begin(), labels.end(), static_cast<Label>(parent_.size()));
  parent_.insert(parent_.end(), labels.begin(), labels.end());
  fixed_.resize(parent_.size(), false);
  return labels;
}

void ChannelLabels::unite(Label a, Label b) {
  a = root(a);
  b = root(b);
  parent_[b] = a;
  fixed_[a] = fixed_[a] || fixed_[b];
}

void ChannelLabels::fix(const std::vector<Label>& labels) {
  for (const Label label : labels) fixed_[root(label)] = true;
}

Label ChannelLabels::root(Label label) const {
  while (parent_[label] != label) label = parent_[label];
  return label;
}

std::vector<Label> ChannelLabels::roots(std::vector<Label> labels) const {
  for (Label& label : labels) label = root(label);
  return labels;
}

std::vector<Label> ChannelLabels::out(LayerId id) const { return roots(out_[id]); }
std::vector<Label> ChannelLabels::in(LayerId id) const { return roots(in_[id]); }

}  // namespace lastmile::models
