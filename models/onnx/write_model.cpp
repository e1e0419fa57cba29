#include "models/onnx/model.hpp"
#include "models/onnx/wire.hpp"

namespace lastmile::models::onnx {
namespace {

std::string encoded(const Tensor& tensor) {
  WireWriter out;
  out.integers(1, tensor.dims);
  out.integer(2, static_cast<std::int64_t>(tensor.type));
  out.reals(4, tensor.floats);
  out.integers(tensor.type == ElementType::i64 ? 7 : 5, tensor.integers);
  out.bytes(8, tensor.name);
  if (!tensor.raw.empty()) out.bytes(9, tensor.raw);
  return out.take();
}

std::string encoded(const Attribute& attribute) {
  using Kind = Attribute::Kind;
  WireWriter out;
  out.bytes(1, attribute.name);
  if (attribute.kind == Kind::real) out.real(2, attribute.real);
  if (attribute.kind == Kind::integer) out.integer(3, attribute.integer);
  if (attribute.kind == Kind::text) out.bytes(4, attribute.text);
  if (attribute.kind == Kind::tensor) out.bytes(5, encoded(attribute.tensor));
  if (attribute.kind == Kind::reals) out.reals(7, attribute.reals);
  if (attribute.kind == Kind::integers) out.integers(8, attribute.integers);
  if (attribute.kind == Kind::texts)
    for (const std::string& text : attribute.texts) out.bytes(9, text);
  out.integer(20, static_cast<std::int64_t>(attribute.kind));
  return out.take();
}

std::string encoded(const Node& node) {
  WireWriter out;
  for (const std::string& input : node.inputs) out.bytes(1, input);
  for (const std::string& output : node.outputs) out.bytes(2, output);
  out.bytes(3, node.name);
  out.bytes(4, node.operation);
  for (const Attribute& attribute : node.attributes) out.bytes(5, encoded(attribute));
  if (!node.domain.empty()) out.bytes(7, node.domain);
  return out.take();
}

std::string encoded(const Port& port) {
  WireWriter shape, tensor_type, type, out;
  for (const std::int64_t size : port.dims) {
    WireWriter axis;
    axis.integer(1, size);
    shape.bytes(1, axis.take());
  }
  tensor_type.integer(1, static_cast<std::int64_t>(port.type));
  tensor_type.bytes(2, shape.take());
  type.bytes(1, tensor_type.take());
  out.bytes(1, port.name);
  out.bytes(2, type.take());
  return out.take();
}

std::string encoded_graph(const Model& model) {
  WireWriter out;
  for (const Node& node : model.nodes) out.bytes(1, encoded(node));
  out.bytes(2, model.name);
  for (const Tensor& tensor : model.constants) out.bytes(5, encoded(tensor));
  for (const Port& port : model.inputs) out.bytes(11, encoded(port));
  for (const Port& port : model.outputs) out.bytes(12, encoded(port));
  return out.take();
}

}  // namespace

std::string write_model(const Model& model) {
  WireWriter opset, out;
  opset.bytes(1, "");
  opset.integer(2, model.opset);
  out.integer(1, model.ir_version);
  out.bytes(2, model.producer);
  out.bytes(7, encoded_graph(model));
  out.bytes(8, opset.take());
  return out.take();
}

}  // namespace lastmile::models::onnx
