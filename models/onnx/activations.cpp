// Activations.
#include <cmath>

#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

template <LayerKind kind>
void import_plain(Importer& importer, const Node& node) {
  importer.add_same(node, plain(kind));
}

void import_leaky_relu(Importer& importer, const Node& node) {
  LayerSpec spec = plain(LayerKind::leaky_relu);
  spec.slope = real_attribute(node, "alpha", 0.01);
  importer.add_same(node, spec);
}

// One slope for all, or one a channel.
void import_prelu(Importer& importer, const Node& node) {
  const Value& value = importer.value(node);
  const Constant& slopes = importer.constant(node, 1);
  if (slopes.count() == 1 && uniform_value(slopes)) {
    LayerSpec spec = plain(LayerKind::leaky_relu);
    spec.slope = *uniform_value(slopes);
    return importer.add_same(node, spec);
  }
  if (spread_of(value, slopes) != Spread::channels)
    importer.refuse(node, "slopes " + to_string(slopes.dims) + " with shape " + to_string(dims_of(value)) +
                              "; known: one for all, one a channel");
  LayerWeights weights;
  weights.kernel = importer.floats(slopes);
  weights.kernel.resize(weights.kernel.empty() ? 0 : static_cast<std::size_t>(importer.shape(value).channels),
                        weights.kernel.empty() ? 0 : weights.kernel.front());
  importer.add_same(node, plain(LayerKind::prelu), std::move(weights));
}

void import_hard_sigmoid(Importer& importer, const Node& node) {
  LayerSpec spec = plain(LayerKind::hard_sigmoid);
  const double slope = real_attribute(node, "alpha", 0.2), middle = real_attribute(node, "beta", 0.5);
  if (!(slope > 0) || std::abs(middle - 0.5) > 1e-6)
    importer.refuse(node, "beta " + std::to_string(middle) + ", alpha " + std::to_string(slope) +
                              "; known: beta 0.5, alpha above 0");
  if (std::abs(slope - 1.0 / 6) > 1e-6) spec.slope = slope;
  importer.add_same(node, spec);
}

std::optional<double> bound(const Importer& importer, const Node& node, std::size_t input,
                            const std::string& name) {
  if (const Attribute* found = find_attribute(node, name)) return static_cast<double>(found->real);
  if (importer.given(node, input)) return uniform_value(importer.constant(node, input));
  return std::nullopt;
}

void import_clip(Importer& importer, const Node& node) {
  const double most = 3.4e38;
  for (const std::size_t input : {1U, 2U})
    if (importer.given(node, input) && importer.constant(node, input).count() != 1)
      importer.refuse(node, "its bounds must be numbers");
  const double low = bound(importer, node, 1, "min").value_or(-most),
               high = bound(importer, node, 2, "max").value_or(most);
  if (low == 0 && high > 1e30) return importer.add_same(node, plain(LayerKind::relu));
  if (low == 0 && high == 6) return importer.add_same(node, plain(LayerKind::relu6));
  LayerSpec spec = plain(LayerKind::clip);
  spec.low = low;
  spec.high = high;
  importer.add_same(node, spec);
}

// Before opset 13 over all axes from the given one on.
void import_softmax(Importer& importer, const Node& node) {
  const Value& value = importer.value(node);
  const bool old = importer.opset() < 13;
  const std::size_t axis = axis_of(importer, node, value, integer_attribute(node, "axis", old ? 1 : -1));
  bool fits = holds_channels(importer, value, axis);
  for (std::size_t i = axis + 1; old && i < value.axes.size(); ++i) fits = fits && value.axes[i].size == 1;
  if (!fits) importer.refuse(node, "known: over the channels");
  if (node.operation == "LogSoftmax") importer.note(node, "taken as softmax");
  importer.add_same(node, plain(LayerKind::softmax));
}

}  // namespace

Operators activation_operators() {
  return {{"Relu", import_plain<LayerKind::relu>},
          {"Sigmoid", import_plain<LayerKind::sigmoid>},
          {"Tanh", import_plain<LayerKind::tanh>},
          {"Gelu", import_plain<LayerKind::gelu>},
          {"Swish", import_plain<LayerKind::swish>},
          {"HardSwish", import_plain<LayerKind::hard_swish>},
          {"Dropout", import_plain<LayerKind::dropout>},
          {"LeakyRelu", import_leaky_relu},
          {"PRelu", import_prelu},
          {"HardSigmoid", import_hard_sigmoid},
          {"Clip", import_clip},
          {"Softmax", import_softmax},
          {"LogSoftmax", import_softmax}};
}

}  // namespace lastmile::models::onnx
