// The part of an ONNX file that describes a network: nodes, constant tensors, inputs and outputs.
//
// Source    field numbers and meanings: onnx.ai/onnx/repo-docs/IR.html and the pages of the messages there
// Ignored   subgraphs (of If, Loop, Scan), functions, documentation, training information: fields that are
// not here
//           are passed over
// Tests     tests/unit/models/onnx_model_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::models::onnx {

using Dims = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

/// The numbers that files have for types of elements.
enum class ElementType : std::int64_t {
  none = 0,
  f32 = 1,
  u8 = 2,
  i8 = 3,
  u16 = 4,
  i16 = 5,
  i32 = 6,
  i64 = 7,
  boolean = 9,
  f16 = 10,
  f64 = 11,
  u32 = 12,
  u64 = 13,
  bf16 = 16
};

/// Elements lie in `raw`, or in the list that fits the type, or in another file.
struct Tensor {
  std::string name;
  Dims dims;
  ElementType type = ElementType::none;
  std::string raw;
  std::vector<float> floats;
  std::vector<std::int64_t> integers;  ///< all whole types, and the bits of f16 and bf16
  std::vector<double> doubles;
  std::string external_file;  ///< relative to the model's folder
  std::int64_t external_offset = 0;
  std::int64_t external_length = -1;  ///< -1: to the end
};

struct Attribute {
  enum class Kind : std::int64_t {
    none = 0,
    real = 1,
    integer = 2,
    text = 3,
    tensor = 4,
    reals = 6,
    integers = 7,
    texts = 8
  };
  std::string name;
  Kind kind = Kind::none;
  float real = 0;
  std::int64_t integer = 0;
  std::string text;
  Tensor tensor;
  std::vector<float> reals;
  std::vector<std::int64_t> integers;
  Texts texts;
};

struct Node {
  std::string name;
  std::string operation;
  std::string domain;
  std::vector<std::string> inputs;  ///< "": left out
  std::vector<std::string> outputs;
  std::vector<Attribute> attributes;
};

/// An input or output of the network; -1: a size that is not said.
struct Port {
  std::string name;
  ElementType type = ElementType::f32;
  Dims dims;
  bool has_shape = false;
};

struct Model {
  std::int64_t ir_version = 0;
  std::int64_t opset = 0;  ///< of the standard operators
  std::string producer;
  std::string name;
  std::vector<Node> nodes;
  std::vector<Tensor> constants;  ///< initializers
  std::vector<Port> inputs;
  std::vector<Port> outputs;
};

/// ConfigError with the byte offset where the file is damaged.
Model read_model(std::string_view file);
std::string write_model(const Model& model);

}  // namespace lastmile::models::onnx
