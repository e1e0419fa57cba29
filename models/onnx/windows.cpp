// Convolutions and pools.
#include <algorithm>

#include "models/onnx/spans.hpp"

namespace lastmile::models::onnx {
namespace {

LayerWeights kernel_and_bias(Importer& importer, const Node& node, const Constant& kernel) {
  LayerWeights weights;
  weights.kernel = importer.floats(kernel);
  if (importer.given(node, 2)) weights.bias = importer.floats(importer.constant(node, 2));
  return weights;
}

const Constant& kernel_of(const Importer& importer, const Node& node, const Value& value) {
  const Constant& kernel = importer.constant(node, 1);
  if (kernel.dims.size() != value.axes.size())
    importer.refuse(
        node, "kernel " + to_string(kernel.dims) + " does not fit its input " + to_string(dims_of(value)));
  for (const std::int64_t size : kernel.dims)
    if (size < 1 || size > INT32_MAX) importer.refuse(node, "kernel " + to_string(kernel.dims));
  return kernel;
}

int groups_of(const Importer& importer, const Node& node) {
  const std::int64_t groups = integer_attribute(node, "group", 1);
  if (groups < 1 || groups > INT32_MAX) importer.refuse(node, "group must be at least 1");
  return static_cast<int>(groups);
}

void import_conv(Importer& importer, const Node& node) {
  const Value value = map_value(importer, node);
  const Constant& kernel = kernel_of(importer, node, value);
  const Spans spans = spans_of(importer, node, value, {kernel.dims.begin() + 2, kernel.dims.end()});
  LayerSpec spec = windowed(importer, node, LayerKind::conv, spans, value.axes.size() == 3);
  spec.out_channels = static_cast<int>(kernel.dims[0]);
  spec.groups = groups_of(importer, node);
  spec.bias = importer.given(node, 2);
  const Shape& in = importer.shape(value);
  if (in.channels != kernel.dims[1] * spec.groups)
    importer.refuse(node, "kernel " + to_string(kernel.dims) + " in " + std::to_string(spec.groups) +
                              " groups does not fit " + std::to_string(in.channels) + " channels");
  set_map(importer, node, value,
          importer.add(node, spec, {value.layer}, kernel_and_bias(importer, node, kernel)));
}

// The file has [in][out / groups][row][column].
std::vector<float> turned(const std::vector<float>& file, const Dims& dims, std::size_t groups) {
  const auto in = static_cast<std::size_t>(dims[0]) / groups, out = static_cast<std::size_t>(dims[1]);
  const std::size_t plane = file.size() / (in * out * groups);
  std::vector<float> ours(file.size());
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t i = 0; i < in; ++i)
      for (std::size_t o = 0; o < out; ++o)
        for (std::size_t p = 0; p < plane; ++p)
          ours[((g * out + o) * in + i) * plane + p] = file[((g * in + i) * out + o) * plane + p];
  return ours;
}

void import_transposed(Importer& importer, const Node& node) {
  const Value value = map_value(importer, node);
  const Constant& kernel = kernel_of(importer, node, value);
  if (find_attribute(node, "output_shape") != nullptr)
    importer.refuse(node, "output_shape is not known; pads are");
  if (text_attribute(node, "auto_pad", "NOTSET") != "NOTSET")
    importer.refuse(node, "auto_pad is not known; pads are");
  Spans spans = spans_of(importer, node, value, {kernel.dims.begin() + 2, kernel.dims.end()});
  Dims more = integers_attribute(node, "output_padding");
  more.resize(value.axes.size() - 2, 0);
  for (const std::int64_t size : more)
    if (size < 0 || size > 16'384) importer.refuse(node, "output_padding " + to_string(more));
  // Rows that are cut off behind are rows fewer.
  spans.columns.after = 2 * spans.columns.before - spans.columns.after + more.back();
  if (more.size() == 2) spans.rows.after = 2 * spans.rows.before - spans.rows.after + more.front();
  LayerSpec spec = windowed(importer, node, LayerKind::transposed_conv, spans, value.axes.size() == 3);
  spec.groups = groups_of(importer, node);
  const std::int64_t out = kernel.dims[1] * spec.groups;
  if (importer.shape(value).channels != kernel.dims[0] || kernel.dims[0] % spec.groups != 0 ||
      out > INT32_MAX)
    importer.refuse(node, "kernel " + to_string(kernel.dims) + " does not fit its input");
  spec.out_channels = static_cast<int>(out);
  spec.bias = importer.given(node, 2);
  LayerWeights weights = kernel_and_bias(importer, node, kernel);
  if (!weights.kernel.empty())
    weights.kernel = turned(weights.kernel, kernel.dims, static_cast<std::size_t>(spec.groups));
  set_map(importer, node, value, importer.add(node, spec, {value.layer}, std::move(weights)));
}

// Zeros that were padded before count in any case.
bool counts_padding(const Importer& importer, const Node& node, const Spans& spans, bool waits) {
  const bool said = integer_attribute(node, "count_include_pad", 0) != 0;
  const Dims own = integers_attribute(node, "pads");
  const bool more = std::any_of(own.begin(), own.end(), [](std::int64_t pad) { return pad > 0; });
  if (waits && more && !said) importer.refuse(node, "some zeros count and some do not");
  return (said || waits) &&
         spans.rows.before + spans.rows.after + spans.columns.before + spans.columns.after > 0;
}

bool is_rectified(const Layer& layer) {
  return layer.kind() == LayerKind::relu || layer.kind() == LayerKind::relu6 ||
         layer.kind() == LayerKind::sigmoid || (layer.kind() == LayerKind::clip && layer.spec.low >= 0);
}

void import_pool(Importer& importer, const Node& node) {
  const bool max = node.operation == "MaxPool";
  if (importer.is_read(node, 1)) importer.refuse(node, "the places of the maxima are not known");
  const Value value = map_value(importer, node);
  const Spans spans = spans_of(importer, node, value, {});
  LayerSpec spec = windowed(importer, node, max ? LayerKind::max_pool : LayerKind::avg_pool, spans,
                            value.axes.size() == 3);
  spec.ceil_mode = integer_attribute(node, "ceil_mode", 0) != 0;
  const bool waits = value.padding != std::array<int, 4>{};
  if (max && waits && !is_rectified(importer.layer(value)))
    importer.refuse(node, "zeros padded before it count; known: where nothing is below 0");
  if (!max) spec.counts_padding = counts_padding(importer, node, spans, waits);
  set_map(importer, node, value, importer.add(node, spec, {value.layer}));
}

void import_global_pool(Importer& importer, const Node& node) {
  const Value value = importer.value(node);
  map_value(importer, node);
  LayerSpec spec = plain(LayerKind::global_avg_pool);
  if (node.operation == "GlobalMaxPool") {
    const Shape& in = importer.shape(value);
    if (in.height > 16'384 || in.width > 16'384) importer.refuse(node, "more elements than any image has");
    spec = max_pool(static_cast<int>(in.height), 1).wide(static_cast<int>(in.width), 0);
  }
  set_map(importer, node, value, importer.add(node, spec, {value.layer}));
}

}  // namespace

Operators window_operators() {
  return {{"Conv", import_conv},
          {"ConvTranspose", import_transposed},
          {"MaxPool", import_pool},
          {"AveragePool", import_pool},
          {"GlobalAveragePool", import_global_pool},
          {"GlobalMaxPool", import_global_pool}};
}

}  // namespace lastmile::models::onnx
