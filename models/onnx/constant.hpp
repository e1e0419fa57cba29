// Tensors that are known before the network runs: weights, and the numbers from which shapes are made.
//
// Elements stay where they are until somebody asks: a file that only says "as many elements as you like, all
// alike" costs nothing. Half and bfloat numbers become floats. Refused    ConfigError with the tensor's name:
// more or fewer elements than its shape says, types without a meaning
//            here, data in other files that are missing, too short or outside of the model's folder
// Tests      tests/unit/models/onnx_constant_test.cpp
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "models/onnx/model.hpp"

namespace lastmile::models::onnx {

/// Product of sizes; ConfigError("WHAT: ...") if one is negative or the product above 2^40.
std::int64_t elements_of(const Dims& dims, const std::string& what);
std::string to_string(const Dims& dims);  ///< "[1, 3, 224, 224]"

struct Constant {
  std::string name;
  Dims dims;
  bool whole = false;            ///< of a whole type
  std::optional<double> filled;  ///< all elements are this
  std::vector<std::int64_t> integers;
  std::shared_ptr<const std::vector<float>> floats;
  const Tensor* tensor = nullptr;  ///< elements not read yet

  [[nodiscard]] std::int64_t count() const { return elements_of(dims, "constant '" + name + "'"); }
};

Constant constant_of(const Tensor& tensor);
Constant whole_constant(std::string name, Dims dims, std::vector<std::int64_t> values);
Constant filled_constant(std::string name, Dims dims, double value, bool whole);

/// ConfigError above 1,024 elements: what makes shapes is small.
std::vector<std::int64_t> integers_of(const Constant& constant);
/// `folder`: of files beside the model.
std::vector<float> floats_of(const Constant& constant, const std::filesystem::path& folder);
/// The value that all elements have, if they are all alike. Looks at 4,096 at most.
std::optional<double> uniform_value(const Constant& constant);

}  // namespace lastmile::models::onnx
