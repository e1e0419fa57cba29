// Sums and products of maps, and arithmetic with constants.
#include <algorithm>

#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

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

// x * scale + shift as a normalisation that normalises nothing.
void add_affine(Importer& importer, const Node& node, const Value& value, LayerWeights weights) {
  const LayerSpec spec = plain(LayerKind::batch_norm);
  const auto channels = static_cast<std::size_t>(importer.shape(value).channels);
  if (!weights.kernel.empty() || !weights.bias.empty()) {
    if (weights.kernel.size() == 1) weights.kernel.resize(channels, weights.kernel.front());
    if (weights.bias.size() == 1) weights.bias.resize(channels, weights.bias.front());
    if (weights.kernel.empty()) weights.kernel.assign(channels, 1.0F);
    if (weights.bias.empty()) weights.bias.assign(channels, 0.0F);
    weights.mean.assign(channels, 0.0F);
    weights.variance.assign(channels, 1.0F - static_cast<float>(spec.epsilon));
  }
  Value result = value;
  result.layer = importer.add(node, spec, {value.layer}, std::move(weights));
  importer.set(node, std::move(result));
}

// How far apart elements of the constant lie that are neighbours along this axis of ours; its elements are
// those of the value.
std::size_t step_of(const Value& value, Role role) {
  std::size_t step = 1;
  for (std::size_t i = value.axes.size(); i-- > 0;) {
    if (value.axes[i].role == role) return step;
    if (value.axes[i].role != Role::batch) step *= static_cast<std::size_t>(value.axes[i].size);
  }
  return 0;
}

// x + map, the map with its axes in our order.
void add_map(Importer& importer, const Node& node, const Value& value, const Constant& constant) {
  for (const Axis& axis : value.axes)
    if (axis.size > 1 && (axis.role == Role::group || axis.role == Role::member))
      importer.refuse(node, "adds a map to groups of channels");
  const std::vector<float> file = importer.floats(constant);
  const Shape shape = importer.shape(value);
  const std::size_t channel = step_of(value, Role::channel), row = step_of(value, Role::row),
                    column = step_of(value, Role::column);
  LayerWeights weights;
  for (std::size_t c = 0; !file.empty() && c < static_cast<std::size_t>(shape.channels); ++c)
    for (std::size_t y = 0; y < static_cast<std::size_t>(shape.height); ++y)
      for (std::size_t x = 0; x < static_cast<std::size_t>(shape.width); ++x)
        weights.kernel.push_back(file[c * channel + y * row + x * column]);
  Value sum = value;
  sum.layer = importer.add(node, plain(LayerKind::position), {value.layer}, std::move(weights));
  importer.set(node, std::move(sum));
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
  if (op == "Add" && spread == Spread::elements && importer.shape(value).plane() > 1)
    return add_map(importer, node, value, constant);
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
  return {{"Add", import_binary},
          {"Sub", import_binary},
          {"Mul", import_binary},
          {"Div", import_binary},
          {"Sum", add_values}};
}

}  // namespace lastmile::models::onnx
