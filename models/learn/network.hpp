// A layer graph made ready to train: a list of operations on groups of kLanes images.
//
// Immutable after construction and shared by all threads; the weights are a separate flat vector,
// in the order of the layers, each kernel [out][in][row][column] followed by its bias, so that they
// can be averaged, sent and changed from outside.
//
// A relu behind a convolution or dense layer is computed with it: the activation of such a layer is
// the rectified one. Flatten changes nothing; softmax is part of the loss. Mean pools count only
// elements inside the input.
// Can train: conv (no groups), dense, max_pool, avg_pool, global_avg_pool, relu, flatten, softmax
// at an exit.
// Checked: tests/unit/learn/gradient_test.cpp (every layer against finite differences)
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernels/conv_plan.hpp"
#include "models/graph.hpp"
#include "models/learn/digest.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {

using ValueId = std::size_t;  ///< an activation; 0 is the input

struct Operation {
  enum class Kind { product, relu, max_pool, mean_pool };
  Kind kind = Kind::relu;
  ValueId input = 0;
  ValueId output = 0;
  std::optional<kernels::ConvPlan> plan;  ///< product
  kernels::PoolShape pool;                ///< pools
  bool relu = false;                      ///< product: rectify the output
  bool mask = false;  ///< product: the slope of the output must be masked on the way back
  bool gate = false;  ///< max_pool: mask for a rectified input (then that input needs no mask)
  bool passes_slope = false;  ///< the input depends on a weight
  std::size_t weights = 0;    ///< product: where its kernel starts among the parameters
  std::size_t bias = 0;       ///< product: where its bias starts
  bool has_bias = false;
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
  [[nodiscard]] const Digest& digest() const { return digest_; }  ///< of the layout

  /// Kernels from a normal distribution of variance 2 / fan-in where a relu is computed with the
  /// layer (He et al. 2015, doi:10.1109/ICCV.2015.123), 1 / fan-in elsewhere; biases 0.
  [[nodiscard]] std::vector<float> initial_parameters(RandomStream random) const;

  [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }
  [[nodiscard]] const std::vector<models::Shape>& shapes() const {
    return shapes_;
  }  ///< of the values
  [[nodiscard]] ValueId exit_value(std::size_t exit) const { return exits_[exit]; }  ///< the logits
  [[nodiscard]] ValueId value_of(models::LayerId layer) const { return values_[layer]; }
  [[nodiscard]] const kernels::LaneKernels& kernels() const { return *kernels_; }

 private:
  friend class NetworkBuilder;
  std::string name_;
  const kernels::LaneKernels* kernels_;
  std::vector<Operation> operations_;
  std::vector<models::Shape> shapes_;
  std::vector<ValueId> values_;  // by layer
  std::vector<ValueId> exits_;
  std::size_t parameter_count_ = 0;
  int classes_ = 0;
  Digest digest_;
};

}  // namespace lastmile::learn
