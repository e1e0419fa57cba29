// Convolutions, pools, dense layers, and what resizes maps.
#include <algorithm>

#include "models/onnx/exporter.hpp"

namespace lastmile::models::onnx {
namespace {

std::vector<Attribute> window_attributes(const Window& w) {
  return {integers_of("kernel_shape", {w.kernel_height, w.kernel_width}),
          integers_of("strides", {w.stride_height, w.stride_width}),
          integers_of("dilations", {w.dilation, w.dilation}),
          integers_of("pads", {w.top, w.left, w.bottom, w.right})};
}

std::vector<std::string> with_bias(Exporter& out, const Layer& layer, std::vector<std::string> inputs) {
  if (layer.spec.bias)
    inputs.push_back(out.tensor(layer, "bias", {layer.spec.out_channels}, out.weights(layer).bias, 0));
  return inputs;
}

void export_conv(Exporter& out, const Layer& layer) {
  const Window w = window_of(layer.spec);
  const Dims dims = {layer.spec.out_channels, layer.in.channels / layer.spec.groups, w.kernel_height,
                     w.kernel_width};
  std::vector<Attribute> attributes = window_attributes(w);
  attributes.push_back(integer_of("group", layer.spec.groups));
  const std::string x = out.map(out.input(layer)),
                    kernel = out.tensor(layer, "weight", dims, out.weights(layer).kernel, 0.02);
  out.finish(layer, "Conv", with_bias(out, layer, {x, kernel}), attributes);
}

// From [out][in][row][column] to the file's [in][out][row][column], within each group.
std::vector<float> turned(const std::vector<float>& ours, std::size_t in, std::size_t o, std::size_t groups) {
  std::vector<float> file(ours.size());
  const std::size_t plane = ours.empty() ? 0 : ours.size() / (in * o * groups);
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t k = 0; k < o; ++k)
      for (std::size_t i = 0; i < in; ++i)
        for (std::size_t p = 0; p < plane; ++p)
          file[((g * in + i) * o + k) * plane + p] = ours[((g * o + k) * in + i) * plane + p];
  return file;
}

void export_transposed(Exporter& out, const Layer& layer) {
  Window w = window_of(layer.spec);
  const int groups = layer.spec.groups, each = layer.spec.out_channels / groups;
  const Dims more = {std::max(0, w.bottom - w.top), std::max(0, w.right - w.left)};
  w.bottom = std::max(w.top, 2 * w.top - w.bottom);  // rows fewer behind are rows that are cut off
  w.right = std::max(w.left, 2 * w.left - w.right);
  std::vector<Attribute> attributes = window_attributes(w);
  attributes.push_back(integer_of("group", groups));
  attributes.push_back(integers_of("output_padding", more));
  const auto in = static_cast<std::size_t>(layer.in.channels / groups);
  const std::string kernel = out.tensor(
      layer, "weight", {layer.in.channels, each, w.kernel_height, w.kernel_width},
      turned(out.weights(layer).kernel, in, static_cast<std::size_t>(each), static_cast<std::size_t>(groups)),
      0.02);
  out.finish(layer, "ConvTranspose", with_bias(out, layer, {out.map(out.input(layer)), kernel}), attributes);
}

void export_pool(Exporter& out, const Layer& layer) {
  std::vector<Attribute> attributes = window_attributes(window_of(layer.spec));
  attributes.push_back(integer_of("ceil_mode", layer.spec.ceil_mode ? 1 : 0));
  if (layer.spec.counts_padding) attributes.push_back(integer_of("count_include_pad", 1));
  const bool max = layer.kind() == LayerKind::max_pool;
  if (!max) attributes.erase(attributes.begin() + 2);  // means have no dilations before opset 19
  if (!max && layer.spec.dilation != 1) Exporter::refuse(layer, "a dilated mean has no operator");
  out.finish(layer, max ? "MaxPool" : "AveragePool", {out.map(out.input(layer))}, attributes);
}

void export_global_pool(Exporter& out, const Layer& layer) {
  out.finish(layer, "GlobalAveragePool", {out.map(out.input(layer))});
}

void export_upsample(Exporter& out, const Layer& layer) {
  const std::string x = out.map(out.input(layer));
  const Window w = window_of(layer.spec);
  const std::string scales =
      out.reals({1, 1, static_cast<float>(w.stride_height), static_cast<float>(w.stride_width)});
  out.finish(layer, "Resize", {x, "", scales},
             {text_of("mode", "nearest"), text_of("coordinate_transformation_mode", "asymmetric"),
              text_of("nearest_mode", "floor")});
}

void export_space_to_depth(Exporter& out, const Layer& layer) {
  out.finish(layer, "SpaceToDepth", {out.map(out.input(layer))},
             {integer_of("blocksize", layer.spec.stride)});
}

void export_dense(Exporter& out, const Layer& layer) {
  const std::string x = out.features(out.input(layer));
  const std::string kernel = out.tensor(layer, "weight", {layer.spec.out_channels, layer.in.elements()},
                                        out.weights(layer).kernel, 0.02);
  out.finish(layer, "Gemm", with_bias(out, layer, {x, kernel}), {integer_of("transB", 1)});
  out.set_features(layer, true);
}

}  // namespace

ExportLayers window_layers() {
  return {{LayerKind::conv, export_conv},
          {LayerKind::transposed_conv, export_transposed},
          {LayerKind::max_pool, export_pool},
          {LayerKind::avg_pool, export_pool},
          {LayerKind::global_avg_pool, export_global_pool},
          {LayerKind::upsample, export_upsample},
          {LayerKind::space_to_depth, export_space_to_depth},
          {LayerKind::dense, export_dense}};
}

}  // namespace lastmile::models::onnx
