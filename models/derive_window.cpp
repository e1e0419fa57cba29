// Convolutions, their kin, and pools.
#include "models/derive.hpp"

namespace lastmile::models {
namespace {

// Along one axis.
struct Axis {
  std::int64_t in;
  int kernel, stride, before, after;
};

Axis rows(const Layer& layer, const Window& w) {
  return {layer.in.height, w.dilation * (w.kernel_height - 1) + 1, w.stride_height, w.top, w.bottom};
}
Axis columns(const Layer& layer, const Window& w) {
  return {layer.in.width, w.dilation * (w.kernel_width - 1) + 1, w.stride_width, w.left, w.right};
}

std::int64_t windows(const LayerSpec& spec, const Axis& axis) {
  const std::int64_t padded = axis.in + axis.before + axis.after, room = padded - axis.kernel;
  if (room < 0)
    refuse_layer(spec, "kernel " + std::to_string(axis.kernel) + " is larger than the padded input " +
                           std::to_string(padded));
  if (!spec.ceil_mode) return room / axis.stride + 1;
  const std::int64_t count = (room + axis.stride - 1) / axis.stride + 1;
  const bool last_starts_outside = (count - 1) * axis.stride >= axis.in + axis.before;
  return last_starts_outside ? count - 1 : count;
}

std::int64_t widened(const Axis& axis) {
  return (axis.in - 1) * axis.stride - axis.before - axis.before + axis.kernel + (axis.after - axis.before);
}

void check_window(const LayerSpec& spec) {
  const Window w = window_of(spec);
  if (spec.kernel < 1) refuse_layer(spec, "kernel must be at least 1");
  if (spec.stride < 1) refuse_layer(spec, "stride must be at least 1");
  if (spec.dilation < 1) refuse_layer(spec, "dilation must be at least 1");
  const bool cuts = spec.kind == LayerKind::transposed_conv;  // its rows behind may be fewer than before
  if (w.top < 0 || w.left < 0 || (!cuts && (w.bottom < 0 || w.right < 0))) refuse_layer(spec, "padding must not be negative");
}

void check_groups(const Layer& layer) {
  const LayerSpec& spec = layer.spec;
  if (spec.out_channels < 1) refuse_layer(spec, "out_channels must be at least 1");
  const bool divides =
      spec.groups >= 1 && layer.in.channels % spec.groups == 0 && spec.out_channels % spec.groups == 0;
  if (!divides)
    refuse_layer(spec, "groups " + std::to_string(spec.groups) + " must divide both " +
                           std::to_string(layer.in.channels) + " input and " + std::to_string(spec.out_channels) +
                           " output channels");
}

Shape widened_shape(const Layer& layer, const Window& w) {
  const Shape out{layer.spec.out_channels, widened(rows(layer, w)), widened(columns(layer, w))};
  if (out.height < 1 || out.width < 1) refuse_layer(layer.spec, "padding leaves nothing of the output");
  return out;
}

}  // namespace

void derive_conv(Layer& layer) {
  const LayerSpec& spec = layer.spec;
  check_window(spec);
  check_groups(layer);
  const Window w = window_of(spec);
  const bool transposed = spec.kind == LayerKind::transposed_conv, local = spec.kind == LayerKind::local_conv;
  layer.out = transposed ? widened_shape(layer, w)
                         : Shape{spec.out_channels, windows(spec, rows(layer, w)), windows(spec, columns(layer, w))};
  const std::int64_t taps = layer.in.channels / spec.groups * w.kernel_height * w.kernel_width;
  layer.weights = taps * spec.out_channels * (local ? layer.out.plane() : 1);
  layer.biases = spec.bias ? spec.out_channels * (local ? layer.out.plane() : 1) : 0;
  layer.macs = taps * spec.out_channels * (transposed ? layer.in.plane() : layer.out.plane());
}

void derive_pool(Layer& layer) {
  const LayerSpec& spec = layer.spec;
  check_window(spec);
  const Window w = window_of(spec);
  if (2 * w.top > w.kernel_height || 2 * w.left > w.kernel_width)
    refuse_layer(spec, "padding must be at most half the kernel");
  layer.out = {layer.in.channels, windows(spec, rows(layer, w)), windows(spec, columns(layer, w))};
}

}  // namespace lastmile::models
