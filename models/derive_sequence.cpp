// Layers of sequences: maps of height 1, a token a column.
#include "models/derive.hpp"

namespace lastmile::models {
namespace {

void check_sequence(const Layer& layer) {
  if (layer.in.height != 1)
    refuse_layer(layer.spec, "takes a sequence (height 1), not " + to_string(layer.in));
}

int gates(LayerKind kind) {
  if (kind == LayerKind::lstm) return 4;
  return kind == LayerKind::rnn ? 1 : 3;
}

}  // namespace

void derive_recurrent(Layer& layer) {
  const LayerSpec& spec = layer.spec;
  check_sequence(layer);
  const std::int64_t cells = spec.out_channels, projection = spec.projection;
  if (cells < 1) refuse_layer(spec, "needs at least one cell");
  const bool may_project = spec.kind == LayerKind::lstm || spec.kind == LayerKind::cifg_lstm;
  if (projection < 0 || (projection > 0 && !may_project))
    refuse_layer(spec, "projection: positive, and only of lstm and cifg_lstm");
  const std::int64_t back = projection > 0 ? projection : cells;
  const bool one_of_both = spec.reset_first != spec.reset_bias, neither = !spec.reset_first && !spec.reset_bias;
  if (!neither && (spec.kind != LayerKind::gru || !one_of_both))
    refuse_layer(spec, "reset_first or reset_bias: one of them, and only of gru");
  layer.out = {back, 1, spec.last_only ? 1 : layer.in.width};
  layer.weights = gates(spec.kind) * cells * (layer.in.channels + back) + cells * projection;
  layer.biases = spec.bias ? (gates(spec.kind) + (spec.reset_bias ? 1 : 0)) * cells : 0;
  layer.macs = layer.weights * layer.in.width;
}

void derive_attention(Layer& layer, const std::vector<Shape>& inputs) {
  const LayerSpec& spec = layer.spec;
  check_sequence(layer);
  if (inputs.size() != 3) refuse_layer(spec, "takes three inputs: queries, keys, values");
  if (spec.groups < 1 || layer.in.channels % spec.groups != 0)
    refuse_layer(spec, "heads " + std::to_string(spec.groups) + " must divide " +
                           std::to_string(layer.in.channels) + " channels");
  const std::int64_t head = layer.in.channels / spec.groups;
  const bool fits = inputs[1] == inputs[2] && inputs[1].height == 1 && inputs[1].channels % head == 0 &&
                    layer.in.channels % inputs[1].channels == 0;
  if (!fits)
    refuse_layer(spec, "queries " + to_string(inputs[0]) + " do not fit keys " + to_string(inputs[1]) +
                           " and values " + to_string(inputs[2]));
  layer.out = layer.in;
  layer.macs = 2 * layer.in.width * inputs[1].width * layer.in.channels;
}

void derive_embedding(Layer& layer) {
  const LayerSpec& spec = layer.spec;
  if (layer.in.channels != 1 || layer.in.height != 1)
    refuse_layer(spec, "takes a row of word numbers (1x1xN), not " + to_string(layer.in));
  if (spec.vocabulary < 1 || spec.out_channels < 1)
    refuse_layer(spec, "vocabulary and out_channels must be at least 1");
  layer.out = {spec.out_channels, 1, layer.in.width};
  layer.weights = static_cast<std::int64_t>(spec.vocabulary) * spec.out_channels;
}

void derive_select(Layer& layer) {
  check_sequence(layer);
  if (layer.spec.from < 0 || layer.spec.from >= layer.in.width)
    refuse_layer(layer.spec, "token " + std::to_string(layer.spec.from) + " of " + std::to_string(layer.in.width));
  layer.out = {layer.in.channels, 1, 1};
}

void derive_class_token(Layer& layer) {
  check_sequence(layer);
  layer.out = {layer.in.channels, 1, layer.in.width + 1};
  layer.weights = layer.in.channels;
}

void derive_cache(Layer& layer) {
  check_sequence(layer);
  if (layer.spec.context < 0) refuse_layer(layer.spec, "context must not be negative");
  layer.out = {layer.in.channels, 1, layer.spec.context + layer.in.width};
}

}  // namespace lastmile::models
