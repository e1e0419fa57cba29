#include "models/layer.hpp"

#include <array>
#include <utility>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::array<std::string_view, 15> kind_names = {
    "input",      "conv", "dense", "max_pool", "avg_pool", "global_avg_pool", "relu",   "relu6",
    "batch_norm", "lrn",  "add",   "concat",   "flatten",  "softmax",         "dropout"};

[[noreturn]] void refuse(const LayerSpec& spec, const std::string& why) {
  throw ConfigError("layer '" + spec.name + "' (" + std::string(to_string(spec.kind)) +
                    "): " + why);
}

std::int64_t windows(const LayerSpec& spec, std::int64_t in) {
  const std::int64_t room = in + 2 * spec.padding - spec.kernel;
  if (room < 0) {
    refuse(spec, "kernel " + std::to_string(spec.kernel) + " is larger than the padded input " +
                     std::to_string(in + 2 * spec.padding));
  }
  if (!spec.ceil_mode) return room / spec.stride + 1;
  const std::int64_t count = (room + spec.stride - 1) / spec.stride + 1;
  const bool last_starts_outside = (count - 1) * spec.stride >= in + spec.padding;
  return last_starts_outside ? count - 1 : count;
}

void check_window(const LayerSpec& spec) {
  if (spec.kernel < 1) refuse(spec, "kernel must be at least 1");
  if (spec.stride < 1) refuse(spec, "stride must be at least 1");
  if (spec.padding < 0) refuse(spec, "padding must not be negative");
}

void derive_conv(Layer& layer) {
  const LayerSpec& spec = layer.spec;
  check_window(spec);
  if (spec.out_channels < 1) refuse(spec, "out_channels must be at least 1");
  const bool divides = spec.groups >= 1 && layer.in.channels % spec.groups == 0 &&
                       spec.out_channels % spec.groups == 0;
  if (!divides) {
    refuse(spec, "groups " + std::to_string(spec.groups) + " must divide both " +
                     std::to_string(layer.in.channels) + " input and " +
                     std::to_string(spec.out_channels) + " output channels");
  }
  layer.out = {spec.out_channels, windows(spec, layer.in.height), windows(spec, layer.in.width)};
  const std::int64_t taps = layer.in.channels / spec.groups * spec.kernel * spec.kernel;
  layer.weights = taps * spec.out_channels;
  layer.biases = spec.bias ? spec.out_channels : 0;
  layer.macs = layer.weights * layer.out.plane();
}

void derive_dense(Layer& layer) {
  if (layer.spec.out_channels < 1) refuse(layer.spec, "out_features must be at least 1");
  layer.out = {layer.spec.out_channels, 1, 1};
  layer.weights = layer.in.elements() * layer.spec.out_channels;
  layer.biases = layer.spec.bias ? layer.spec.out_channels : 0;
  layer.macs = layer.weights;
}

void derive_pool(Layer& layer) {
  check_window(layer.spec);
  if (2 * layer.spec.padding > layer.spec.kernel) {
    refuse(layer.spec, "padding must be at most half the kernel");
  }
  layer.out = {layer.in.channels, windows(layer.spec, layer.in.height),
               windows(layer.spec, layer.in.width)};
}

void derive_add(Layer& layer, const std::vector<Shape>& inputs) {
  if (inputs.size() < 2) refuse(layer.spec, "needs at least two inputs");
  for (const Shape& shape : inputs) {
    if (shape == layer.in) continue;
    refuse(layer.spec, "adds " + to_string(layer.in) + " and " + to_string(shape));
  }
  layer.out = layer.in;
}

void derive_concat(Layer& layer, const std::vector<Shape>& inputs) {
  if (inputs.size() < 2) refuse(layer.spec, "needs at least two inputs");
  layer.out = {0, layer.in.height, layer.in.width};
  for (const Shape& shape : inputs) {
    if (shape.height != layer.in.height || shape.width != layer.in.width) {
      refuse(layer.spec, "joins " + to_string(layer.in) + " and " + to_string(shape));
    }
    layer.out.channels += shape.channels;
  }
}

void derive_plain(Layer& layer) {
  layer.out = layer.in;
  if (layer.kind() == LayerKind::flatten) layer.out = {layer.in.elements(), 1, 1};
  if (layer.kind() == LayerKind::global_avg_pool) layer.out = {layer.in.channels, 1, 1};
  if (layer.kind() != LayerKind::batch_norm) return;
  layer.weights = layer.in.channels;
  layer.biases = layer.in.channels;
}

void derive(Layer& layer, const std::vector<Shape>& inputs) {
  switch (layer.kind()) {
    case LayerKind::conv:
      return derive_conv(layer);
    case LayerKind::dense:
      return derive_dense(layer);
    case LayerKind::max_pool:
    case LayerKind::avg_pool:
      return derive_pool(layer);
    case LayerKind::add:
      return derive_add(layer, inputs);
    case LayerKind::concat:
      return derive_concat(layer, inputs);
    default:
      return derive_plain(layer);
  }
}

LayerSpec window(LayerKind kind, int kernel, int stride, int padding) {
  LayerSpec spec;
  spec.kind = kind;
  spec.kernel = kernel;
  spec.stride = stride;
  spec.padding = padding;
  return spec;
}

}  // namespace

std::string to_string(const Shape& shape) {
  return std::to_string(shape.channels) + "x" + std::to_string(shape.height) + "x" +
         std::to_string(shape.width);
}

std::string_view to_string(LayerKind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }

LayerKind layer_kind(std::string_view name) {
  for (std::size_t i = 0; i < kind_names.size(); ++i) {
    if (kind_names.at(i) == name) return static_cast<LayerKind>(i);
  }
  const std::vector<std::string> known(kind_names.begin(), kind_names.end());
  throw ConfigError(unknown_name_message("layer kind", name, known));
}

LayerSpec LayerSpec::named(std::string text) const {
  LayerSpec copy = *this;
  copy.name = std::move(text);
  return copy;
}

LayerSpec conv(int out_channels, int kernel, int stride, int padding, int groups, bool bias) {
  LayerSpec spec = window(LayerKind::conv, kernel, stride, padding);
  spec.out_channels = out_channels;
  spec.groups = groups;
  spec.bias = bias;
  return spec;
}

LayerSpec dense(int out_features, bool bias) {
  LayerSpec spec = plain(LayerKind::dense);
  spec.out_channels = out_features;
  spec.bias = bias;
  return spec;
}

LayerSpec max_pool(int kernel, int stride, int padding, bool ceil_mode) {
  LayerSpec spec = window(LayerKind::max_pool, kernel, stride, padding);
  spec.ceil_mode = ceil_mode;
  return spec;
}

LayerSpec avg_pool(int kernel, int stride, int padding, bool ceil_mode) {
  LayerSpec spec = window(LayerKind::avg_pool, kernel, stride, padding);
  spec.ceil_mode = ceil_mode;
  return spec;
}

LayerSpec plain(LayerKind kind) {
  LayerSpec spec;
  spec.kind = kind;
  return spec;
}

bool Layer::depthwise() const {
  return kind() == LayerKind::conv && spec.groups > 1 && spec.groups == in.channels;
}

Layer derive_layer(LayerId id, const LayerSpec& spec, const std::vector<Shape>& inputs) {
  Layer layer;
  layer.id = id;
  layer.spec = spec;
  if (spec.name.empty())
    layer.spec.name = std::string(to_string(spec.kind)) + "_" + std::to_string(id);
  if (inputs.empty()) refuse(layer.spec, "needs an input");
  const bool many = spec.kind == LayerKind::add || spec.kind == LayerKind::concat;
  if (inputs.size() > 1 && !many) refuse(layer.spec, "takes one input");
  layer.in = inputs.front();
  derive(layer, inputs);
  layer.activations = layer.out.elements();
  return layer;
}

}  // namespace lastmile::models
