#include <algorithm>

#include "models/onnx/importer.hpp"
#include "models/onnx/patterns.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace onnx {
namespace {

constexpr std::int64_t first_opset = 7, last_opset = 18, most_batch = 4096, most_axis = 1 << 20;

const Operators& operators() {
  static const Operators all = [] {
    Operators joined;
    for (auto* family : {&window_operators, &resizing_operators, &product_operators, &recurrent_operators,
                         &activation_operators, &normalise_operators, &elementwise_operators, &reshape_operators,
                         &part_operators})
      for (const auto& entry : family()) joined.insert(entry);
    return joined;
  }();
  return all;
}

[[noreturn]] void refuse_operator(const Importer& importer, const Node& node) {
  std::vector<std::string> known;
  for (const auto& entry : operators()) known.push_back(entry.first);
  importer.refuse(node, unknown_name_message("operator", node.operation, known));
}

// The one input that the nodes read and that is no constant.
const Port& only_input(const Model& model) {
  std::set<std::string> constants, read;
  for (const Tensor& tensor : model.constants) constants.insert(tensor.name);
  for (const Node& node : model.nodes) read.insert(node.inputs.begin(), node.inputs.end());
  std::vector<const Port*> inputs;
  std::string names;
  for (const Port& port : model.inputs) {
    if (constants.count(port.name) > 0 || read.count(port.name) == 0) continue;
    inputs.push_back(&port);
    names += (names.empty() ? "'" : ", '") + port.name + "'";
  }
  if (inputs.size() == 1) return *inputs.front();
  throw ConfigError("ONNX: the network has " + std::to_string(inputs.size()) + " inputs" +
                    (names.empty() ? "" : " (" + names + ")") + "; known are networks with one");
}

// The operation that reads the input first tells how its axes are meant.
std::string first_reader(const Model& model, std::string value) {
  for (const Node& node : model.nodes) {
    if (std::find(node.inputs.begin(), node.inputs.end(), value) == node.inputs.end()) continue;
    const bool passes =
        node.operation == "Transpose" || node.operation == "Cast" || node.operation == "Identity";
    if (!passes || node.outputs.empty()) return node.operation;
    value = node.outputs.front();
  }
  return "";
}

// Files of TensorFlow take the channels last and turn them to the front at once.
std::vector<Role> image_roles(const Model& model, const std::string& input) {
  const auto turns = [&](const Node& node) {
    return node.operation == "Transpose" && node.inputs == std::vector{input} &&
           integers_attribute(node, "perm") == Dims{0, 3, 1, 2};
  };
  if (std::any_of(model.nodes.begin(), model.nodes.end(), turns))
    return {Role::batch, Role::row, Role::column, Role::channel};
  return {Role::batch, Role::channel, Role::row, Role::column};
}

std::vector<Role> roles_of(const Model& model, const Port& port) {
  const bool words = port.type == ElementType::i32 || port.type == ElementType::i64;
  const std::string reader = first_reader(model, port.name);
  const bool recurrent = reader == "LSTM" || reader == "GRU" || reader == "RNN";
  const bool channels_first = reader == "Conv" || reader == "ConvTranspose" ||
                              reader == "BatchNormalization" || reader.find("Pool") != std::string::npos;
  switch (port.dims.size()) {
    case 1: return {words ? Role::column : Role::channel};
    case 2: return {Role::batch, words ? Role::column : Role::channel};
    case 3:
      if (recurrent) return {Role::column, Role::batch, Role::channel};
      if (channels_first) return {Role::batch, Role::channel, Role::column};
      return {Role::batch, Role::column, Role::channel};
    case 4: return image_roles(model, port.name);
    default:
      throw ConfigError("ONNX: input '" + port.name + "' has " + std::to_string(port.dims.size()) +
                        " axes; known: 1 to 4");
  }
}

Value input_value(const Port& port, const std::vector<Role>& roles, Shape& shape) {
  Value value;
  shape = {1, 1, 1};
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const bool batch = roles[i] == Role::batch;
    const std::int64_t size = batch && port.dims[i] < 0 ? 1 : port.dims[i];
    if (size < 1 || size > (batch ? most_batch : most_axis))
      throw ConfigError(
          "ONNX: input '" + port.name + "', axis " + std::to_string(i) + ": its size " +
          (size < 1 ? "is not said in the file" : "of " + std::to_string(size) + " is too large"));
    value.axes.push_back({roles[i], size});
    if (roles[i] == Role::channel) shape.channels = size;
    if (roles[i] == Role::row) shape.height = size;
    if (roles[i] == Role::column) shape.width = size;
  }
  if (static_cast<double>(shape.channels) * static_cast<double>(shape.plane()) > 1 << 28)
    throw ConfigError("ONNX: input '" + port.name + "' of " + to_string(shape) + " is too large");
  return value;
}

void import_node(Importer& importer, const Node& node) {
  if (!node.domain.empty() && node.domain != "ai.onnx")
    importer.refuse(node, "operators of '" + node.domain + "' are not known; known: those of ONNX itself");
  if (fold_constants(importer, node)) return;
  const auto found = operators().find(node.operation);
  if (found == operators().end()) refuse_operator(importer, node);
  found->second(importer, node);
}

}  // namespace
}  // namespace onnx

Imported import_onnx(std::string_view file, const std::string& name, const ImportOptions& options) {
  using namespace onnx;
  Model model = read_model(file);
  if (model.opset < first_opset || model.opset > last_opset)
    throw ConfigError("ONNX: opset " + std::to_string(model.opset) + "; known are " +
                      std::to_string(first_opset) + " to " + std::to_string(last_opset));
  fold_patterns(model);
  const Port& input = only_input(model);
  Shape shape;
  Value value = input_value(input, roles_of(model, input), shape);
  Importer importer(model, options, Graph(name, shape));
  importer.set_input(input.name, std::move(value));
  for (const Port& port : model.outputs) importer.read_by_output(port.name);
  for (const Node& node : model.nodes) import_node(importer, node);
  return importer.finish();
}

}  // namespace lastmile::models
