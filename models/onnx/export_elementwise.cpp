// Activations and normalisation: layers that keep the shape of their input.
#include <cmath>

#include "models/onnx/exporter.hpp"

namespace lastmile::models::onnx {
namespace {

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
void export_clip(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "Clip", {out.number(layer.spec.low), out.number(layer.spec.high)});
}
void export_lrn(Exporter& out, const Layer& layer) {
  const LrnNumbers& lrn = layer.spec.lrn;
  finish_same(out, layer, "LRN", {},
              {integer_of("size", lrn.size), real_of("alpha", lrn.alpha), real_of("beta", lrn.beta),
               real_of("bias", lrn.bias)});
}
void export_prelu(Exporter& out, const Layer& layer) {
  const bool features = out.is_features(out.input(layer));
  const Dims dims = features ? Dims{layer.in.channels} : Dims{layer.in.channels, 1, 1};
  finish_same(out, layer, "PRelu", {out.tensor(layer, "slope", dims, out.weights(layer).kernel, 0.25)});
}
void export_leaky_relu(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "LeakyRelu", {}, {real_of("alpha", layer.spec.slope)});
}
void export_hard_sigmoid(Exporter& out, const Layer& layer) {
  finish_same(out, layer, "HardSigmoid", {},
              {real_of("alpha", layer.spec.slope > 0 ? layer.spec.slope : 1.0 / 6), real_of("beta", 0.5)});
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
  finish_same(out, layer, "BatchNormalization", parts, {real_of("epsilon", layer.spec.epsilon)});
}

}  // namespace

ExportLayers elementwise_layers() {
  return {{LayerKind::relu, export_relu},
          {LayerKind::relu6, export_relu6},
          {LayerKind::leaky_relu, export_leaky_relu},
          {LayerKind::prelu, export_prelu},
          {LayerKind::clip, export_clip},
          {LayerKind::hard_swish, export_hard_swish},
          {LayerKind::hard_sigmoid, export_hard_sigmoid},
          {LayerKind::swish, export_swish},
          {LayerKind::sigmoid, export_sigmoid},
          {LayerKind::tanh, export_tanh},
          {LayerKind::gelu, export_gelu},
          {LayerKind::batch_norm, export_batch_norm},
          {LayerKind::lrn, export_lrn},
          {LayerKind::softmax, export_softmax},
          {LayerKind::dropout, export_dropout}};
}

}  // namespace lastmile::models::onnx
