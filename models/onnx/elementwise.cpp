// Activations, normalisation, sums and products of maps, and arithmetic with constants.
#include <algorithm>
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
  if (node.operation == "PRelu") {
    const std::optional<double> slope = uniform_value(importer.constant(node, 1));
    if (!slope) importer.refuse(node, "a slope for every channel is not known; one for all is");
    spec.slope = *slope;
  }
  importer.add_same(node, spec);
}

void import_hard_sigmoid(Importer& importer, const Node& node) {
  const double slope = real_attribute(node, "alpha", 0.2), middle = real_attribute(node, "beta", 0.5);
  if (std::abs(slope - 1.0 / 6) > 1e-4 || std::abs(middle - 0.5) > 1e-4)
    importer.note(node, "its slope is taken as 1/6");
  importer.add_same(node, plain(LayerKind::hard_sigmoid));
}

std::optional<double> bound(const Importer& importer, const Node& node, std::size_t input,
                            const std::string& name) {
  if (const Attribute* found = find_attribute(node, name)) return static_cast<double>(found->real);
  if (importer.given(node, input)) return uniform_value(importer.constant(node, input));
  return std::nullopt;
}

void import_clip(Importer& importer, const Node& node) {
  const std::optional<double> low = bound(importer, node, 1, "min"), high = bound(importer, node, 2, "max");
  const bool open = !high || *high > 1e30;
  if (low == 0.0 && open) return importer.add_same(node, plain(LayerKind::relu));
  if (low == 0.0 && *high == 6) return importer.add_same(node, plain(LayerKind::relu6));
  importer.refuse(node, "known: from 0 to 6, and from 0 without end");
}

// The axis that the file names, counted from the front.
std::size_t axis_of(const Importer& importer, const Node& node, const Value& value, std::int64_t axis) {
  const auto rank = static_cast<std::int64_t>(value.axes.size());
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank)
    importer.refuse(node, "axis " + std::to_string(axis) + " of " + std::to_string(rank));
  return static_cast<std::size_t>(axis);
}

bool holds_channels(const Importer& importer, const Value& value, std::size_t axis) {
  return value.axes[axis].role == Role::channel || importer.shape(value).channels == 1;
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

std::vector<float> one_per_channel(Importer& importer, const Node& node, std::size_t input) {
  const Constant& constant = importer.constant(node, input);
  const std::int64_t channels = importer.shape(importer.value(node)).channels;
  if (constant.count() != channels)
    importer.refuse(node, "'" + constant.name + "' of shape " + to_string(constant.dims) + " does not fit " +
                              std::to_string(channels) + " channels");
  return importer.floats(constant);
}

void import_batch_norm(Importer& importer, const Node& node) {
  const Value& value = importer.value(node);
  if (value.axes.size() < 2 || !holds_channels(importer, value, 1))
    importer.refuse(node, "takes maps with the channels as axis 1");
  LayerWeights weights;
  weights.kernel = one_per_channel(importer, node, 1);
  weights.bias = one_per_channel(importer, node, 2);
  weights.mean = one_per_channel(importer, node, 3);
  weights.variance = one_per_channel(importer, node, 4);
  weights.epsilon = real_attribute(node, "epsilon", 1e-5);
  importer.add_same(node, plain(LayerKind::batch_norm), std::move(weights));
}

void import_layer_norm(Importer& importer, const Node& node) {
  const Value& value = importer.value(node);
  const std::size_t axis = axis_of(importer, node, value, integer_attribute(node, "axis", -1));
  if (axis + 1 != value.axes.size() || !holds_channels(importer, value, axis))
    importer.refuse(node, "known: over the channels, which are the last axis");
  LayerWeights weights;
  weights.kernel = one_per_channel(importer, node, 1);
  if (importer.given(node, 2)) weights.bias = one_per_channel(importer, node, 2);
  weights.bias.resize(weights.kernel.size());
  weights.epsilon = real_attribute(node, "epsilon", 1e-5);
  importer.add_same(node, plain(LayerKind::layer_norm), std::move(weights));
}

bool same_axes(const Value& a, const Value& b) {
  if (a.axes.size() != b.axes.size()) return false;
  for (std::size_t i = 0; i < a.axes.size(); ++i)
    if (a.axes[i].size != b.axes[i].size || (a.axes[i].size > 1 && a.axes[i].role != b.axes[i].role))
      return false;
  return true;
}

void add_values(Importer& importer, const Node& node) {
  const Value first = importer.value(node);
  std::vector<LayerId> layers = {first.layer};
  for (std::size_t i = 1; i < node.inputs.size(); ++i) {
    const Value& other = importer.value(node, i);
    if (!same_axes(first, other))
      importer.refuse(node, "adds shapes " + to_string(dims_of(first)) + " and " + to_string(dims_of(other)) +
                                "; known: equal ones");
    layers.push_back(other.layer);
  }
  if (layers.size() == 1) return importer.set(node, first);
  Value sum = first;
  sum.layer = importer.add(node, plain(LayerKind::add), layers);
  importer.set(node, std::move(sum));
}

// The second input may be 1x1 and is then spread over the map.
void multiply_values(Importer& importer, const Node& node) {
  Value a = importer.value(node), b = importer.value(node, 1);
  if (importer.shape(a).plane() < importer.shape(b).plane()) std::swap(a, b);
  bool fits = same_axes(a, b);
  if (!fits && importer.shape(b).plane() == 1 && b.axes.size() == a.axes.size()) {
    fits = true;
    for (std::size_t i = 0; i < a.axes.size(); ++i)
      fits = fits &&
             (b.axes[i].size == 1 || (b.axes[i].size == a.axes[i].size && a.axes[i].role == b.axes[i].role));
  }
  if (!fits)
    importer.refuse(node, "multiplies shapes " + to_string(dims_of(a)) + " and " + to_string(dims_of(b)) +
                              "; known: equal ones, or one number a channel");
  Value product = a;
  product.layer = importer.add(node, plain(LayerKind::multiply), {a.layer, b.layer});
  importer.set(node, std::move(product));
}

// What a constant of this shape does to a value: one number for all, one a channel, one an element, or none
// of these.
enum class Spread { all, channels, elements, other };

Spread spread_of(const Value& value, const Constant& constant) {
  const std::size_t rank = value.axes.size(), have = constant.dims.size();
  if (constant.count() == 1 && have <= rank) return Spread::all;
  if (have > rank) return Spread::other;
  bool channels = true, elements = true;
  for (std::size_t i = 0; i < rank; ++i) {
    const Axis& axis = value.axes[i];
    const std::int64_t size = i + have < rank ? 1 : constant.dims[i + have - rank];
    if (size != 1 && size != axis.size) return Spread::other;
    if (axis.size > 1 && size != (axis.role == Role::channel ? axis.size : 1)) channels = false;
    if (axis.role != Role::batch && axis.size != size) elements = false;
  }
  return channels ? Spread::channels : elements ? Spread::elements : Spread::other;
}

// x * scale + shift as a normalisation that normalises nothing.
void add_affine(Importer& importer, const Node& node, const Value& value, LayerWeights weights) {
  const auto channels = static_cast<std::size_t>(importer.shape(value).channels);
  if (!weights.kernel.empty() || !weights.bias.empty()) {
    if (weights.kernel.size() == 1) weights.kernel.resize(channels, weights.kernel.front());
    if (weights.bias.size() == 1) weights.bias.resize(channels, weights.bias.front());
    if (weights.kernel.empty()) weights.kernel.assign(channels, 1.0F);
    if (weights.bias.empty()) weights.bias.assign(channels, 0.0F);
    weights.mean.assign(channels, 0.0F);
    weights.variance.assign(channels, 1.0F);
  }
  Value result = value;
  result.layer = importer.add(node, plain(LayerKind::batch_norm), {value.layer}, std::move(weights));
  importer.set(node, std::move(result));
}

void import_with_constant(Importer& importer, const Node& node, std::size_t constant_at) {
  const Constant& constant = importer.constant(node, constant_at);
  const Value value = importer.value(node, 1 - constant_at);
  const std::string& op = node.operation;
  const std::optional<double> uniform = uniform_value(constant);
  const Spread spread = spread_of(value, constant);
  const bool nothing =
      uniform && spread != Spread::other && *uniform == (op == "Add" || op == "Sub" ? 0.0 : 1.0);
  if (nothing && constant_at == 1) return importer.set(node, value);
  if (op == "Add" && spread == Spread::elements && importer.shape(value).plane() > 1) {
    LayerWeights weights;
    weights.kernel = importer.floats(constant);
    importer.note(node, "the map that is added is kept in the order of the file");
    Value sum = value;
    sum.layer = importer.add(node, plain(LayerKind::position), {value.layer}, std::move(weights));
    return importer.set(node, std::move(sum));
  }
  const bool features = spread == Spread::elements && importer.shape(value).plane() == 1;
  if (spread == Spread::other || (spread == Spread::elements && !features) ||
      (constant_at == 0 && op == "Div"))
    importer.refuse(node, "constant " + to_string(constant.dims) + " with shape " +
                              to_string(dims_of(value)) +
                              ": known are one number, one a channel, and x + map");
  LayerWeights weights;
  std::vector<float> numbers = importer.floats(constant);
  for (float& number : numbers)
    number = op == "Div" ? 1 / number : op == "Sub" && constant_at == 1 ? -number : number;
  (op == "Mul" || op == "Div" ? weights.kernel : weights.bias) = numbers;
  if (op == "Sub" && constant_at == 0 && !numbers.empty()) weights.kernel = {-1.0F};
  add_affine(importer, node, value, std::move(weights));
}

void import_binary(Importer& importer, const Node& node) {
  if (node.inputs.size() != 2) importer.refuse(node, "takes two inputs");
  for (const std::size_t at : {1U, 0U})
    if (importer.constant_if(node, at) != nullptr) return import_with_constant(importer, node, at);
  if (node.operation == "Add") return add_values(importer, node);
  if (node.operation == "Mul") return multiply_values(importer, node);
  importer.refuse(node, "of two activations is not known; known: Add, Mul");
}

}  // namespace

Operators elementwise_operators() {
  return {{"Relu", import_plain<LayerKind::relu>},
          {"Sigmoid", import_plain<LayerKind::sigmoid>},
          {"Tanh", import_plain<LayerKind::tanh>},
          {"Gelu", import_plain<LayerKind::gelu>},
          {"Swish", import_plain<LayerKind::swish>},
          {"HardSwish", import_plain<LayerKind::hard_swish>},
          {"Dropout", import_plain<LayerKind::dropout>},
          {"LRN", import_plain<LayerKind::lrn>},
          {"LeakyRelu", import_leaky_relu},
          {"PRelu", import_leaky_relu},
          {"HardSigmoid", import_hard_sigmoid},
          {"Clip", import_clip},
          {"Softmax", import_softmax},
          {"LogSoftmax", import_softmax},
          {"BatchNormalization", import_batch_norm},
          {"LayerNormalization", import_layer_norm},
          {"Add", import_binary},
          {"Sub", import_binary},
          {"Mul", import_binary},
          {"Div", import_binary},
          {"Sum", add_values}};
}

}  // namespace lastmile::models::onnx
