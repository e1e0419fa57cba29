// What nodes say beside their inputs.
#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {

const Attribute* find_attribute(const Node& node, const std::string& name) {
  for (const Attribute& attribute : node.attributes)
    if (attribute.name == name) return &attribute;
  return nullptr;
}

std::int64_t integer_attribute(const Node& node, const std::string& name, std::int64_t otherwise) {
  const Attribute* found = find_attribute(node, name);
  return found != nullptr ? found->integer : otherwise;
}

double real_attribute(const Node& node, const std::string& name, double otherwise) {
  const Attribute* found = find_attribute(node, name);
  return found != nullptr ? static_cast<double>(found->real) : otherwise;
}

std::string text_attribute(const Node& node, const std::string& name, const std::string& otherwise) {
  const Attribute* found = find_attribute(node, name);
  return found != nullptr ? found->text : otherwise;
}

Dims integers_attribute(const Node& node, const std::string& name) {
  const Attribute* found = find_attribute(node, name);
  return found != nullptr ? found->integers : Dims{};
}

Texts texts_attribute(const Node& node, const std::string& name) {
  const Attribute* found = find_attribute(node, name);
  return found != nullptr ? found->texts : Texts{};
}

std::string describe(const Node& node) {
  const std::string& name = !node.name.empty() || node.outputs.empty() ? node.name : node.outputs.front();
  return "node '" + name + "' (" + node.operation + ")";
}

}  // namespace lastmile::models::onnx
