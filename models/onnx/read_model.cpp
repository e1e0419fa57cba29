#include <charconv>

#include "models/onnx/model.hpp"
#include "models/onnx/wire.hpp"

namespace lastmile::models::onnx {
namespace {

constexpr std::size_t most_nodes = 20'000;
constexpr std::size_t most_axes = 16;

template <class Take>
void each_field(WireReader reader, Take take) {
  Field field;
  while (reader.next(field)) take(field);
}

std::int64_t number_of(const std::string& text, std::size_t at) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0)
    refuse_bytes(at, "'" + text + "' is not an offset or length");
  return value;
}

void take_external(Tensor& tensor, const Field& entry) {
  std::string key, value;
  each_field(WireReader(entry), [&](const Field& field) {
    if (field.number == 1) key = field.text();
    if (field.number == 2) value = field.text();
  });
  if (key == "location") tensor.external_file = value;
  if (key == "offset") tensor.external_offset = number_of(value, entry.at);
  if (key == "length") tensor.external_length = number_of(value, entry.at);
}

Tensor tensor_of(const Field& message) {
  Tensor tensor;
  each_field(WireReader(message), [&](const Field& field) {
    switch (field.number) {
      case 1: return field.integers(tensor.dims);
      case 2: return void(tensor.type = static_cast<ElementType>(field.integer()));
      case 3: refuse_bytes(field.at, "a tensor in segments");
      case 4: return field.reals(tensor.floats);
      case 5:
      case 7:
      case 11: return field.integers(tensor.integers);
      case 8: return void(tensor.name = field.text());
      case 9: return void(tensor.raw = field.text());
      case 10: return field.doubles(tensor.doubles);
      case 13: return take_external(tensor, field);
      default: return;
    }
  });
  if (tensor.dims.size() > most_axes) refuse_bytes(message.at, "a tensor with too many axes");
  return tensor;
}

Attribute attribute_of(const Field& message) {
  Attribute attribute;
  each_field(WireReader(message), [&](const Field& field) {
    switch (field.number) {
      case 1: return void(attribute.name = field.text());
      case 2: return void(attribute.real = field.real());
      case 3: return void(attribute.integer = field.integer());
      case 4: return void(attribute.text = field.text());
      case 5: return void(attribute.tensor = tensor_of(field));
      case 7: return field.reals(attribute.reals);
      case 8: return field.integers(attribute.integers);
      case 9: return attribute.texts.push_back(field.text());
      case 20: return void(attribute.kind = static_cast<Attribute::Kind>(field.integer()));
      default: return;
    }
  });
  return attribute;
}

Node node_of(const Field& message) {
  Node node;
  each_field(WireReader(message), [&](const Field& field) {
    switch (field.number) {
      case 1: return node.inputs.push_back(field.text());
      case 2: return node.outputs.push_back(field.text());
      case 3: return void(node.name = field.text());
      case 4: return void(node.operation = field.text());
      case 5: return node.attributes.push_back(attribute_of(field));
      case 7: return void(node.domain = field.text());
      default: return;
    }
  });
  return node;
}

std::int64_t size_of_axis(const Field& message) {
  std::int64_t size = -1;
  each_field(WireReader(message), [&](const Field& field) {
    if (field.number == 1) size = field.integer();
  });
  return size > 0 ? size : -1;
}

void take_shape(Port& port, const Field& tensor_type) {
  each_field(WireReader(tensor_type), [&](const Field& field) {
    if (field.number == 1) port.type = static_cast<ElementType>(field.integer());
    if (field.number != 2) return;
    port.has_shape = true;
    each_field(WireReader(field), [&](const Field& axis) {
      if (axis.number == 1) port.dims.push_back(size_of_axis(axis));
    });
  });
  if (port.dims.size() > most_axes) refuse_bytes(tensor_type.at, "a tensor with too many axes");
}

Port port_of(const Field& message) {
  Port port;
  each_field(WireReader(message), [&](const Field& field) {
    if (field.number == 1) port.name = field.text();
    if (field.number != 2) return;
    each_field(WireReader(field), [&](const Field& type) {
      if (type.number == 1) take_shape(port, type);
    });
  });
  return port;
}

void take_graph(Model& model, const Field& message) {
  each_field(WireReader(message), [&](const Field& field) {
    switch (field.number) {
      case 1: return model.nodes.push_back(node_of(field));
      case 2: return void(model.name = field.text());
      case 5: return model.constants.push_back(tensor_of(field));
      case 11: return model.inputs.push_back(port_of(field));
      case 12: return model.outputs.push_back(port_of(field));
      case 15: refuse_bytes(field.at, "sparse constants are not known");
      default: return;
    }
  });
  if (model.nodes.size() > most_nodes)
    refuse_bytes(message.at,
                 std::to_string(model.nodes.size()) + " nodes; at most " + std::to_string(most_nodes));
}

void take_opset(Model& model, const Field& message) {
  std::string domain;
  std::int64_t version = 0;
  each_field(WireReader(message), [&](const Field& field) {
    if (field.number == 1) domain = field.text();
    if (field.number == 2) version = field.integer();
  });
  if (domain.empty() || domain == "ai.onnx") model.opset = version;
}

}  // namespace

Model read_model(std::string_view file) {
  Model model;
  bool graph = false;
  each_field(WireReader(file), [&](const Field& field) {
    switch (field.number) {
      case 1: return void(model.ir_version = field.integer());
      case 2: return void(model.producer = field.text());
      case 7: return graph = true, take_graph(model, field);
      case 8: return take_opset(model, field);
      default: return;
    }
  });
  if (!graph) refuse_bytes(file.size(), "no graph; is this an ONNX file?");
  return model;
}

}  // namespace lastmile::models::onnx
