// A layer graph made ready to train: a list of operations on groups of kLanes images.
//
// Immutable after construction and shared by all threads; the weights are a separate flat vector,
// in the order of the layers, each kernel [out][in][row][column] followed by its bias, so that they
// can be averaged, sent and changed from outside. layout() says what lies where.
//
// A relu behind a convolution, dense layer, batch_norm or addition is computed with it: the
// activation of such a layer is the rectified one. Flatten changes nothing; softmax is part of the
// loss.
// What can be trained: operations/makers.cpp.
// Checked: tests/unit/learn/gradient_test.cpp (every layer against finite differences)
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/graph.hpp"
#include "models/learn/digest.hpp"
#include "models/learn/operation.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {

/// An operation in its place.
struct Step {
  models::LayerId layer = 0;
  std::unique_ptr<Operation> operation;
  std::vector<ValueId> inputs;
  std::vector<bool> wants_slope;  ///< by input: whether it depends on a weight
  ValueId output = 0;
  std::size_t first_parameter = 0;  ///< in the flat vector
  std::size_t parameters = 0;
  std::size_t first_arranged = 0;  ///< in the arranged vector
  std::size_t arranged = 0;

  [[nodiscard]] bool passes_slope() const;  ///< to any input
};

/// Where some parameters lie in the flat vector.
struct ParameterRange {
  std::string layer;
  std::string role;  ///< "weights", "bias", ...
  std::size_t first = 0;
  std::size_t count = 0;
  std::vector<std::int64_t> shape;
  bool statistic = false;  ///< not trained, but followed: running means of batch_norm
};

class Network {
 public:
  /// ConfigError names the layer that cannot be trained. `kernels` null: the fastest here.
  explicit Network(const models::Graph& graph, const kernels::LaneKernels* kernels = nullptr);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const models::Shape& input() const { return shapes_[0]; }
  [[nodiscard]] std::size_t parameter_count() const { return parameter_count_; }
  [[nodiscard]] std::size_t exits() const { return exits_.size(); }
  [[nodiscard]] int classes() const { return classes_; }
  [[nodiscard]] std::int64_t macs() const { return macs_; }  ///< forward, of one sample
  /// Of an answer: as many numbers a class as the exits' maps have points (tokens of a sequence).
  [[nodiscard]] std::size_t places() const { return places_; }
  [[nodiscard]] const Digest& digest() const { return digest_; }  ///< of all that results depend on

  [[nodiscard]] std::vector<float> initial_parameters(RandomStream random) const;
  /// The vector with each operation's parameters in its own order, where there is one; each begins
  /// on a multiple of kLanes.
  [[nodiscard]] std::size_t arranged_size() const;
  void arrange(const float* flat, float* arranged) const;
  void restore(const float* arranged, float* flat) const;
  /// What lies where in the flat vector, ascending and without gaps.
  [[nodiscard]] const std::vector<ParameterRange>& layout() const { return layout_; }

  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  /// Of the values.
  [[nodiscard]] const std::vector<models::Shape>& shapes() const { return shapes_; }
  [[nodiscard]] ValueId exit_value(std::size_t exit) const { return exits_[exit]; }  ///< the logits
  [[nodiscard]] ValueId value_of(models::LayerId layer) const { return values_[layer]; }
  [[nodiscard]] const std::string& layer_name(models::LayerId layer) const {
    return layer_names_[layer];
  }
  [[nodiscard]] const kernels::LaneKernels& kernels() const { return *kernels_; }

 private:
  friend class NetworkBuilder;
  std::string name_;
  const kernels::LaneKernels* kernels_;
  std::vector<Step> steps_;
  std::vector<models::Shape> shapes_;
  std::vector<std::string> layer_names_;
  std::vector<ValueId> values_;  // by layer
  std::vector<ValueId> exits_;
  std::vector<ParameterRange> layout_;
  std::size_t parameter_count_ = 0;
  int classes_ = 0;
  std::int64_t macs_ = 0;
  std::size_t places_ = 1;
  Digest digest_;
};

}  // namespace lastmile::learn
