#include "models/onnx/exporter.hpp"

#include <bit>

#include "sim/error.hpp"

namespace lastmile::models::onnx {
namespace {

constexpr std::int64_t written_ir = 8, written_opset = 17;

std::string bytes_of(const std::vector<float>& values) {
  std::string raw;
  raw.reserve(4 * values.size());
  for (const float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i) raw += static_cast<char>(bits >> (8 * i) & 0xFF);
  }
  return raw;
}

bool reads_words(const Graph& graph) {
  for (const LayerId id : graph.consumers(0))
    if (graph.layer(id).kind() == LayerKind::embedding) return true;
  return false;
}

Attribute attribute(const std::string& name, Attribute::Kind kind) {
  Attribute made;
  made.name = name;
  made.kind = kind;
  return made;
}

}  // namespace

Attribute integer_of(const std::string& name, std::int64_t value) {
  Attribute made = attribute(name, Attribute::Kind::integer);
  made.integer = value;
  return made;
}

Attribute integers_of(const std::string& name, Dims values) {
  Attribute made = attribute(name, Attribute::Kind::integers);
  made.integers = std::move(values);
  return made;
}

Attribute real_of(const std::string& name, double value) {
  Attribute made = attribute(name, Attribute::Kind::real);
  made.real = static_cast<float>(value);
  return made;
}

Attribute text_of(const std::string& name, const std::string& value) {
  Attribute made = attribute(name, Attribute::Kind::text);
  made.text = value;
  return made;
}

Exporter::Exporter(const Graph& graph, const std::vector<LayerWeights>& weights)
    : graph_(graph), weights_(weights), values_(graph.size()), features_(graph.size(), false) {
  if (!weights.empty() && weights.size() != graph.size())
    throw ConfigError("export of '" + graph.name() + "': weights for " + std::to_string(weights.size()) +
                      " of " + std::to_string(graph.size()) + " layers");
  model_.ir_version = written_ir;
  model_.opset = written_opset;
  model_.producer = "lastmile";
  model_.name = graph.name();
  const Shape& in = graph.layer(0).out;
  Port port;
  port.name = values_[0] = "input";
  port.dims = {1, in.channels, in.height, in.width};
  if (reads_words(graph)) {
    port.dims = {1, in.width};
    port.type = ElementType::i64;
  }
  model_.inputs.push_back(port);
}

std::string Exporter::add(const std::string& operation, const std::vector<std::string>& inputs,
                          std::vector<Attribute> attributes) {
  Node node;
  node.name = fresh(operation);
  node.operation = operation;
  node.inputs = inputs;
  node.outputs = {node.name};
  node.attributes = std::move(attributes);
  model_.nodes.push_back(std::move(node));
  return model_.nodes.back().outputs.front();
}

void Exporter::finish(const Layer& layer, const std::string& operation,
                      const std::vector<std::string>& inputs, std::vector<Attribute> attributes) {
  values_[layer.id] = add(operation, inputs, std::move(attributes));
  model_.nodes.back().name = layer.name();
}

std::string Exporter::map(LayerId id) {
  return features_[id] ? add("Unsqueeze", {values_[id], numbers({2, 3})}) : values_[id];
}

std::string Exporter::features(LayerId id) {
  if (features_[id]) return values_[id];
  if (graph_.layer(id).out.plane() == 1) return add("Squeeze", {values_[id], numbers({2, 3})});
  return add("Flatten", {values_[id]}, {integer_of("axis", 1)});
}

std::string Exporter::numbers(const Dims& values) {
  Tensor tensor;
  tensor.name = fresh("numbers");
  tensor.dims = {static_cast<std::int64_t>(values.size())};
  tensor.type = ElementType::i64;
  tensor.integers = values;
  model_.constants.push_back(tensor);
  return tensor.name;
}

std::string Exporter::scalar_index(std::int64_t value) {
  const std::string name = numbers({value});
  model_.constants.back().dims.clear();
  return name;
}

std::string Exporter::reals(const std::vector<float>& values) {
  Tensor tensor;
  tensor.name = fresh("numbers");
  tensor.dims = {static_cast<std::int64_t>(values.size())};
  tensor.type = ElementType::f32;
  tensor.floats = values;
  model_.constants.push_back(tensor);
  return tensor.name;
}

void Exporter::set_recurrent_answer(const Layer& layer) {
  const std::string answer = values_[layer.id];
  if (layer.spec.last_only) {
    model_.nodes.back().outputs = {"", answer};
    values_[layer.id] = add("Squeeze", {answer, numbers({0})});
    return set_features(layer, true);
  }
  const std::string tokens = add("Squeeze", {answer, numbers({1})});
  const std::string turned = add("Transpose", {tokens}, {integers_of("perm", {1, 2, 0})});
  values_[layer.id] = add("Unsqueeze", {turned, numbers({2})});
}

std::string Exporter::number(double value) {
  Tensor tensor;
  tensor.name = fresh("number");
  tensor.type = ElementType::f32;
  tensor.floats = {static_cast<float>(value)};
  model_.constants.push_back(tensor);
  return tensor.name;
}

std::string Exporter::tensor(const Layer& layer, const std::string& part, const Dims& dims,
                             const std::vector<float>& values, double filled) {
  if (weights_.empty()) {
    Attribute value = attribute("value", Attribute::Kind::tensor);
    value.tensor.dims = {1};
    value.tensor.type = ElementType::f32;
    value.tensor.floats = {static_cast<float>(filled)};
    return add("ConstantOfShape", {numbers(dims)}, {value});
  }
  std::int64_t count = 1;
  for (const std::int64_t size : dims) count *= size;
  if (count != static_cast<std::int64_t>(values.size()))
    refuse(layer, part + ": " + std::to_string(values.size()) + " numbers where " + std::to_string(count) +
                      " are needed");
  Tensor made;
  made.name = fresh(layer.name() + "_" + part);
  made.dims = dims;
  made.type = ElementType::f32;
  made.raw = bytes_of(values);
  model_.constants.push_back(std::move(made));
  return model_.constants.back().name;
}

void Exporter::refuse(const Layer& layer, const std::string& why) {
  throw ConfigError("export, layer '" + layer.name() + "' (" + std::string(to_string(layer.kind())) +
                    "): " + why);
}

Model Exporter::take() {
  for (const LayerId id : graph_.exits()) {
    const Shape& out = graph_.layer(id).out;
    Port port;
    port.name = values_[id];
    port.dims = features_[id] ? Dims{1, out.channels} : Dims{1, out.channels, out.height, out.width};
    model_.outputs.push_back(port);
  }
  return std::move(model_);
}

void finish_same(Exporter& out, const Layer& layer, const std::string& operation,
                 const std::vector<std::string>& more, std::vector<Attribute> attributes) {
  std::vector<std::string> inputs = {out.value(out.input(layer))};
  inputs.insert(inputs.end(), more.begin(), more.end());
  out.set_features(layer, out.is_features(out.input(layer)));
  out.finish(layer, operation, inputs, std::move(attributes));
}

}  // namespace lastmile::models::onnx
