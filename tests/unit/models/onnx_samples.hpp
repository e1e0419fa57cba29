// Small ONNX networks, written by our own encoder.
#pragma once

#include <string>

#include "models/onnx/constant.hpp"
#include "models/onnx/imported.hpp"
#include "sim/error.hpp"

namespace lastmile::models::test {

inline onnx::Attribute whole(const std::string& name, std::int64_t value) {
  onnx::Attribute a;
  a.name = name;
  a.kind = onnx::Attribute::Kind::integer;
  a.integer = value;
  return a;
}

inline onnx::Attribute list(const std::string& name, onnx::Dims values) {
  onnx::Attribute a;
  a.name = name;
  a.kind = onnx::Attribute::Kind::integers;
  a.integers = std::move(values);
  return a;
}

inline onnx::Attribute word(const std::string& name, const std::string& value) {
  onnx::Attribute a;
  a.name = name;
  a.kind = onnx::Attribute::Kind::text;
  a.text = value;
  return a;
}

inline onnx::Attribute real(const std::string& name, float value) {
  onnx::Attribute a;
  a.name = name;
  a.kind = onnx::Attribute::Kind::real;
  a.real = value;
  return a;
}

/// From 'x' to 'y'; constants count upwards from 1 in steps of 1.
class Sample {
 public:
  explicit Sample(onnx::Dims input, std::int64_t opset = 13) {
    model_.ir_version = 8;
    model_.opset = opset;
    model_.inputs.push_back(port("x", std::move(input)));
    model_.outputs.push_back(port("y", {}));
  }
  Sample& weights(const std::string& name, onnx::Dims dims) {
    onnx::Tensor t = tensor(name, std::move(dims), onnx::ElementType::f32);
    for (std::int64_t i = 0; i < onnx::elements_of(t.dims, name); ++i)
      t.floats.push_back(static_cast<float>(i + 1));
    return model_.constants.push_back(t), *this;
  }
  Sample& values(const std::string& name, onnx::Dims dims, std::vector<float> floats) {
    onnx::Tensor t = tensor(name, std::move(dims), onnx::ElementType::f32);
    t.floats = std::move(floats);
    return model_.constants.push_back(t), *this;
  }
  Sample& number(const std::string& name, float value) {
    onnx::Tensor t = tensor(name, {}, onnx::ElementType::f32);
    t.floats = {value};
    return model_.constants.push_back(t), *this;
  }
  Sample& sizes(const std::string& name, onnx::Dims values) {
    onnx::Tensor t = tensor(name, {static_cast<std::int64_t>(values.size())}, onnx::ElementType::i64);
    t.integers = std::move(values);
    return model_.constants.push_back(t), *this;
  }
  Sample& node(const std::string& operation, std::vector<std::string> inputs,
               std::vector<std::string> outputs, std::vector<onnx::Attribute> attributes = {}) {
    onnx::Node n;
    n.name = operation + std::to_string(model_.nodes.size());
    n.operation = operation;
    n.inputs = std::move(inputs);
    n.outputs = std::move(outputs);
    n.attributes = std::move(attributes);
    return model_.nodes.push_back(n), *this;
  }
  onnx::Model& model() { return model_; }
  [[nodiscard]] const onnx::Model& model() const { return model_; }
  [[nodiscard]] std::string file() const { return onnx::write_model(model_); }
  [[nodiscard]] Imported read(bool with_weights = true) const {
    ImportOptions options;
    options.weights = with_weights;
    return import_onnx(file(), "sample", options);
  }
  /// What the import refuses with.
  [[nodiscard]] std::string why() const {
    try {
      static_cast<void>(read());
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "";
  }

 private:
  static onnx::Port port(const std::string& name, onnx::Dims dims) {
    onnx::Port made;
    made.name = name;
    made.dims = std::move(dims);
    return made;
  }
  static onnx::Tensor tensor(const std::string& name, onnx::Dims dims, onnx::ElementType type) {
    onnx::Tensor made;
    made.name = name;
    made.dims = std::move(dims);
    made.type = type;
    return made;
  }

  onnx::Model model_;
};

inline const Layer& last(const Imported& imported) { return imported.graph.layer(imported.graph.output()); }

}  // namespace lastmile::models::test
