// Convolutions and pools, activations, and what joins and cuts maps.
#include <cmath>

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
  const Dims more = {w.bottom - w.top, w.right - w.left};
  w.bottom = w.top;
  w.right = w.left;
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

void finish_same(Exporter& out, const Layer& layer, const std::string& operation,
                 const std::vector<std::string>& more = {}, std::vector<Attribute> attributes = {}) {
  std::vector<std::string> inputs = {out.value(out.input(layer))};
  inputs.insert(inputs.end(), more.begin(), more.end());
  out.set_features(layer, out.is_features(out.input(layer)));
  out.finish(layer, operation, inputs, std::move(attributes));
}

void export_relu(Exporter& out, const Layer& layer) { finish_same(out, layer, "Relu"); }
void export_relu6(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "Clip", {out.number(0), out.number(6)});
}
void export_sigmoid(Exporter& out, const Layer& layer) { finish_same(out, layer, "Sigmoid"); }
void export_tanh(Exporter& out, const Layer& layer) { finish_same(out, layer, "Tanh"); }
void export_hard_swish(Exporter& out, const Layer& layer) { finish_same(out, layer, "HardSwish"); }
void export_dropout(Exporter& out, const Layer& layer) { finish_same(out, layer, "Dropout"); }
void export_softmax(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "Softmax", {}, {integer_of("axis", 1)});
}
void export_lrn(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "LRN", {}, {integer_of("size", 5)});
}
void export_leaky_relu(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "LeakyRelu", {}, {real_of("alpha", layer.spec.slope)});
}
void export_hard_sigmoid(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "HardSigmoid", {}, {real_of("alpha", 1.0 / 6), real_of("beta", 0.5)});
}
void export_swish(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "Mul", {out.add("Sigmoid", {out.value(out.input(layer))})});
}
void export_gelu(Exporter& out, const Layer& layer) {
  const std::string x = out.value(out.input(layer));
  const std::string error = out.add("Erf", {out.add("Div", {x, out.number(std::sqrt(2.0))})});
  const std::string gate = out.add("Mul", {out.add("Add", {error, out.number(1)}), out.number(0.5)});
  finish_same(out, layer, "Mul", {gate});
}

void export_batch_norm(Exporter& out, const Layer& layer) {
  const LayerWeights& w = out.weights(layer);
  const Dims dims = {layer.in.channels};
  const std::vector<std::string> parts = {
      out.tensor(layer, "scale", dims, w.kernel, 1), out.tensor(layer, "shift", dims, w.bias, 0),
      out.tensor(layer, "mean", dims, w.mean, 0), out.tensor(layer, "variance", dims, w.variance, 1)};
  finish_same(out, layer, "BatchNormalization", parts,
              {real_of("epsilon", w.epsilon > 0 ? w.epsilon : 1e-5)});
}

// Of all inputs alike: features only if all are.
void export_joined(Exporter& out, const Layer& layer) {
  const std::vector<LayerId> ids = out.graph().inputs(layer.id);
  bool features = true;
  for (const LayerId id : ids) features = features && out.is_features(id);
  std::vector<std::string> inputs;
  for (const LayerId id : ids) inputs.push_back(features ? out.value(id) : out.map(id));
  out.set_features(layer, features);
  if (layer.kind() == LayerKind::concat) return out.finish(layer, "Concat", inputs, {integer_of("axis", 1)});
  if (layer.kind() == LayerKind::multiply) return out.finish(layer, "Mul", inputs);
  out.finish(layer, inputs.size() == 2 ? "Add" : "Sum", inputs);
}

void export_flatten(Exporter& out, const Layer& layer) {
  out.finish(layer, "Flatten", {out.map(out.input(layer))}, {integer_of("axis", 1)});
  out.set_features(layer, true);
}

void export_reshape(Exporter& out, const Layer& layer) {
  const Shape& to = layer.out;
  out.finish(layer, "Reshape",
             {out.value(out.input(layer)), out.numbers({1, to.channels, to.height, to.width})});
}

void export_slice(Exporter& out, const Layer& layer) {
  const int from = layer.spec.from;
  finish_same(out, layer, "Slice",
              {out.numbers({from}), out.numbers({from + layer.spec.out_channels}), out.numbers({1})});
}

void export_shuffle(Exporter& out, const Layer& layer) {
  const Shape& s = layer.in;
  const std::int64_t groups = layer.spec.groups;
  const std::string parts =
      out.add("Reshape",
              {out.map(out.input(layer)), out.numbers({1, groups, s.channels / groups, s.height, s.width})});
  const std::string mixed = out.add("Transpose", {parts}, {integers_of("perm", {0, 2, 1, 3, 4})});
  out.finish(layer, "Reshape", {mixed, out.numbers({1, s.channels, s.height, s.width})});
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

ExportLayers other_layers() {
  return {{LayerKind::relu, export_relu},
          {LayerKind::relu6, export_relu6},
          {LayerKind::leaky_relu, export_leaky_relu},
          {LayerKind::hard_swish, export_hard_swish},
          {LayerKind::hard_sigmoid, export_hard_sigmoid},
          {LayerKind::swish, export_swish},
          {LayerKind::sigmoid, export_sigmoid},
          {LayerKind::tanh, export_tanh},
          {LayerKind::gelu, export_gelu},
          {LayerKind::batch_norm, export_batch_norm},
          {LayerKind::lrn, export_lrn},
          {LayerKind::softmax, export_softmax},
          {LayerKind::dropout, export_dropout},
          {LayerKind::add, export_joined},
          {LayerKind::multiply, export_joined},
          {LayerKind::concat, export_joined},
          {LayerKind::flatten, export_flatten},
          {LayerKind::reshape, export_reshape},
          {LayerKind::slice, export_slice},
          {LayerKind::channel_shuffle, export_shuffle}};
}

}  // namespace lastmile::models::onnx
