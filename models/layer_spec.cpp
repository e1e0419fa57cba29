// Short forms in which networks are written.
#include <utility>

#include "models/layer.hpp"

namespace lastmile::models {
namespace {

LayerSpec windowed(LayerKind kind, int kernel, int stride, int padding) {
  LayerSpec spec = plain(kind);
  spec.kernel = kernel;
  spec.stride = stride;
  spec.padding = padding;
  return spec;
}

LayerSpec pool(LayerKind kind, int kernel, int stride, int padding, bool ceil_mode) {
  LayerSpec spec = windowed(kind, kernel, stride, padding);
  spec.ceil_mode = ceil_mode;
  return spec;
}

}  // namespace

LayerSpec LayerSpec::named(std::string text) const {
  LayerSpec copy = *this;
  copy.name = std::move(text);
  return copy;
}

LayerSpec LayerSpec::wide(int kernel_w, int padding_w, int stride_w) const {
  LayerSpec copy = *this;
  copy.kernel_width = kernel_w;
  copy.padding_width = padding_w;
  copy.stride_width = stride_w;
  return copy;
}

LayerSpec LayerSpec::dilated(int factor) const {
  LayerSpec copy = *this;
  copy.dilation = factor;
  return copy;
}

LayerSpec LayerSpec::padded_more(int rows_and_columns) const {
  LayerSpec copy = *this;
  copy.padding_more = rows_and_columns;
  return copy;
}

LayerSpec LayerSpec::with_tied_weights() const {
  LayerSpec copy = *this;
  copy.tied = true;
  return copy;
}

bool Window::uniform() const {
  return kernel_height == kernel_width && stride_height == stride_width && top == left && top == bottom &&
         top == right && dilation == 1;
}

Window window_of(const LayerSpec& spec) {
  Window window;
  window.kernel_height = spec.kernel;
  window.kernel_width = spec.kernel_width > 0 ? spec.kernel_width : spec.kernel;
  window.stride_height = spec.stride;
  window.stride_width = spec.stride_width > 0 ? spec.stride_width : spec.stride;
  window.top = spec.padding;
  window.left = spec.padding_width >= 0 ? spec.padding_width : spec.padding;
  window.bottom = window.top + spec.padding_more;
  window.right = window.left + (spec.padding_more_width != as_rows ? spec.padding_more_width : spec.padding_more);
  window.dilation = spec.dilation;
  return window;
}

LayerSpec conv(int out_channels, int kernel, int stride, int padding, int groups, bool bias) {
  LayerSpec spec = windowed(LayerKind::conv, kernel, stride, padding);
  spec.out_channels = out_channels;
  spec.groups = groups;
  spec.bias = bias;
  return spec;
}

LayerSpec transposed_conv(int out_channels, int kernel, int stride, int padding, bool bias) {
  LayerSpec spec = windowed(LayerKind::transposed_conv, kernel, stride, padding);
  spec.out_channels = out_channels;
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
  return pool(LayerKind::max_pool, kernel, stride, padding, ceil_mode);
}

LayerSpec avg_pool(int kernel, int stride, int padding, bool ceil_mode) {
  return pool(LayerKind::avg_pool, kernel, stride, padding, ceil_mode);
}

LayerSpec recurrent(LayerKind kind, int cells, int projection, bool last_only) {
  LayerSpec spec = plain(kind);
  spec.out_channels = cells;
  spec.projection = projection;
  spec.last_only = last_only;
  return spec;
}

LayerSpec attention(int heads) {
  LayerSpec spec = plain(LayerKind::attention);
  spec.groups = heads;
  return spec;
}

LayerSpec embedding(int vocabulary, int out_channels) {
  LayerSpec spec = plain(LayerKind::embedding);
  spec.vocabulary = vocabulary;
  spec.out_channels = out_channels;
  return spec;
}

LayerSpec slice(int from, int channels) {
  LayerSpec spec = plain(LayerKind::slice);
  spec.from = from;
  spec.out_channels = channels;
  return spec;
}

LayerSpec reshape(Shape target) {
  LayerSpec spec = plain(LayerKind::reshape);
  spec.target = target;
  return spec;
}

LayerSpec shuffle(int groups) {
  LayerSpec spec = plain(LayerKind::channel_shuffle);
  spec.groups = groups;
  return spec;
}

LayerSpec upsample(int factor) {
  LayerSpec spec = plain(LayerKind::upsample);
  spec.stride = factor;
  return spec;
}

LayerSpec repeat_tokens(int times) { return upsample(1).wide(0, -1, times); }

LayerSpec plain(LayerKind kind) {
  LayerSpec spec;
  spec.kind = kind;
  return spec;
}

}  // namespace lastmile::models
