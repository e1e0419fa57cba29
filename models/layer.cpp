#include "models/layer.hpp"

#include "models/derive.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

void derive_dense(Layer& layer) {
  if (layer.spec.out_channels < 1) refuse_layer(layer.spec, "out_features must be at least 1");
  layer.out = {layer.spec.out_channels, 1, 1};
  layer.weights = layer.in.elements() * layer.spec.out_channels;
  layer.biases = layer.spec.bias ? layer.spec.out_channels : 0;
  layer.macs = layer.weights;
}

void derive_add(Layer& layer, const std::vector<Shape>& inputs) {
  if (inputs.size() < 2) refuse_layer(layer.spec, "needs at least two inputs");
  for (const Shape& shape : inputs) {
    if (shape == layer.in) continue;
    refuse_layer(layer.spec, "adds " + to_string(layer.in) + " and " + to_string(shape));
  }
  layer.out = layer.in;
}

void derive_multiply(Layer& layer, const std::vector<Shape>& inputs) {
  const bool fits = inputs.size() == 2 && inputs[1].channels == layer.in.channels &&
                    (inputs[1] == layer.in || inputs[1].plane() == 1);
  if (!fits)
    refuse_layer(layer.spec, "takes two inputs of the same shape, or the second of 1x1; not " +
                                 to_string(layer.in) + " and " + to_string(inputs.back()));
  layer.out = layer.in;
}

void derive_concat(Layer& layer, const std::vector<Shape>& inputs) {
  if (inputs.size() < 2) refuse_layer(layer.spec, "needs at least two inputs");
  layer.out = {0, layer.in.height, layer.in.width};
  for (const Shape& shape : inputs) {
    if (shape.height != layer.in.height || shape.width != layer.in.width)
      refuse_layer(layer.spec, "joins " + to_string(layer.in) + " and " + to_string(shape));
    layer.out.channels += shape.channels;
  }
}

void derive_slice(Layer& layer) {
  const LayerSpec& spec = layer.spec;
  if (spec.from < 0 || spec.out_channels < 1 || spec.from + spec.out_channels > layer.in.channels)
    refuse_layer(spec, "channels " + std::to_string(spec.from) + " to " +
                           std::to_string(spec.from + spec.out_channels - 1) + " of " +
                           std::to_string(layer.in.channels));
  layer.out = {spec.out_channels, layer.in.height, layer.in.width};
}

void derive_reshape(Layer& layer) {
  layer.out = layer.spec.target;
  const bool positive = layer.out.channels > 0 && layer.out.height > 0 && layer.out.width > 0;
  if (!positive || layer.out.elements() != layer.in.elements())
    refuse_layer(layer.spec, to_string(layer.in) + " cannot become " + to_string(layer.out));
}

void derive_resized(Layer& layer) {
  const std::int64_t factor = layer.spec.stride;
  if (factor < 1) refuse_layer(layer.spec, "the factor must be at least 1");
  layer.out = {layer.in.channels, layer.in.height * factor, layer.in.width * window_of(layer.spec).stride_width};
  if (layer.kind() == LayerKind::upsample) return;
  if (layer.in.height % factor != 0 || layer.in.width % factor != 0)
    refuse_layer(layer.spec, "the factor must divide " + to_string(layer.in));
  layer.out = {layer.in.channels * factor * factor, layer.in.height / factor, layer.in.width / factor};
}

void derive_plain(Layer& layer) {
  layer.out = layer.in;
  const LayerKind kind = layer.kind();
  if (kind == LayerKind::flatten) layer.out = {layer.in.elements(), 1, 1};
  if (kind == LayerKind::global_avg_pool) layer.out = {layer.in.channels, 1, 1};
  if (kind == LayerKind::channel_shuffle && (layer.spec.groups < 1 || layer.in.channels % layer.spec.groups != 0))
    refuse_layer(layer.spec, "groups " + std::to_string(layer.spec.groups) + " must divide " +
                                 std::to_string(layer.in.channels) + " channels");
  if (kind == LayerKind::prelu) layer.weights = layer.in.channels;
  if (kind == LayerKind::lrn && layer.spec.lrn.size < 1) refuse_layer(layer.spec, "size must be at least 1");
  if (kind == LayerKind::clip && !(layer.spec.low <= layer.spec.high))
    refuse_layer(layer.spec, "low must not be above high");
  if (kind == LayerKind::position) layer.weights = layer.in.elements();
  if (kind == LayerKind::batch_norm || kind == LayerKind::layer_norm) layer.weights = layer.biases = layer.in.channels;
}

void derive(Layer& layer, const std::vector<Shape>& inputs) {
  switch (layer.kind()) {
    case LayerKind::conv:
    case LayerKind::transposed_conv:
    case LayerKind::local_conv:
      return derive_conv(layer);
    case LayerKind::dense:
      return derive_dense(layer);
    case LayerKind::max_pool:
    case LayerKind::avg_pool:
      return derive_pool(layer);
    case LayerKind::add:
      return derive_add(layer, inputs);
    case LayerKind::multiply:
      return derive_multiply(layer, inputs);
    case LayerKind::concat:
      return derive_concat(layer, inputs);
    case LayerKind::slice:
      return derive_slice(layer);
    case LayerKind::reshape:
      return derive_reshape(layer);
    case LayerKind::upsample:
    case LayerKind::space_to_depth:
      return derive_resized(layer);
    case LayerKind::lstm:
    case LayerKind::cifg_lstm:
    case LayerKind::gru:
    case LayerKind::rnn:
      return derive_recurrent(layer);
    case LayerKind::attention:
      return derive_attention(layer, inputs);
    case LayerKind::embedding:
      return derive_embedding(layer);
    case LayerKind::select:
      return derive_select(layer);
    case LayerKind::class_token:
      return derive_class_token(layer);
    case LayerKind::cache:
      return derive_cache(layer);
    default:
      return derive_plain(layer);
  }
}

bool takes_many(LayerKind kind) {
  return kind == LayerKind::add || kind == LayerKind::concat || kind == LayerKind::multiply ||
         kind == LayerKind::attention;
}

}  // namespace

void refuse_layer(const LayerSpec& spec, const std::string& why) {
  throw ConfigError("layer '" + spec.name + "' (" + std::string(to_string(spec.kind)) + "): " + why);
}

std::string to_string(const Shape& shape) {
  return std::to_string(shape.channels) + "x" + std::to_string(shape.height) + "x" + std::to_string(shape.width);
}

bool Layer::depthwise() const {
  return kind() == LayerKind::conv && spec.groups > 1 && spec.groups == in.channels;
}

Layer derive_layer(LayerId id, const LayerSpec& spec, const std::vector<Shape>& inputs) {
  Layer layer;
  layer.id = id;
  layer.spec = spec;
  if (spec.name.empty()) layer.spec.name = std::string(to_string(spec.kind)) + "_" + std::to_string(id);
  if (inputs.empty()) refuse_layer(layer.spec, "needs an input");
  if (inputs.size() > 1 && !takes_many(spec.kind)) refuse_layer(layer.spec, "takes one input");
  layer.in = inputs.front();
  derive(layer, inputs);
  layer.activations = layer.out.elements();
  return layer;
}

}  // namespace lastmile::models
