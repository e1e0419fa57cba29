// One layer of a network: what it is, what comes in and out, how much work it is.
//
// Formulae   conv   out = floor((in + 2 padding - kernel) / stride) + 1 on each axis
//                   MACs = out_c * out_h * out_w * (in_c / groups) * kernel^2
//            pool   the same, floor or ceiling; a last window that would start beyond the padded
//                   input is dropped (the rule of Caffe and PyTorch)
//            dense  MACs = in * out
// Symbols    MACs = multiply-accumulates of one image (1 MAC = 2 FLOP); weights, biases,
//            activations are counts of elements, not bytes. An activation is one element of the
//            layer's output.
// Source     the layers' definitions; the zoo's sums are tested against published figures.
// Validity   square kernels, equal padding on all sides, no dilation.
// Ignores    MACs of normalisation, pooling, activation, addition and softmax (counted as 0: they
//            move memory, which `activations` says). batch_norm counts its scale as weights, its
//            shift as biases; the running statistics are not trained and not counted.
// Tests      tests/unit/models/graph_test.cpp, tests/unit/models/zoo_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::models {

using LayerId = std::size_t;  ///< position in topological order; 0 is the input

struct Shape {
  std::int64_t channels = 0;
  std::int64_t height = 1;
  std::int64_t width = 1;

  [[nodiscard]] std::int64_t elements() const { return channels * height * width; }
  [[nodiscard]] std::int64_t plane() const { return height * width; }
  friend bool operator==(const Shape&, const Shape&) = default;
};
std::string to_string(const Shape& shape);  ///< "3x224x224"

enum class LayerKind : std::uint8_t {
  input,
  conv,
  dense,
  max_pool,
  avg_pool,
  global_avg_pool,
  relu,
  relu6,
  batch_norm,
  lrn,
  add,
  concat,
  flatten,
  softmax,
  dropout
};
std::string_view to_string(LayerKind kind);
LayerKind layer_kind(std::string_view name);  ///< throws ConfigError with the nearest name

/// What the author of a network says; everything else is derived.
struct LayerSpec {
  LayerKind kind = LayerKind::input;
  std::string name;      ///< empty: "KIND_ID"
  int out_channels = 0;  ///< conv, dense
  int kernel = 0;        ///< conv and windowed pools
  int stride = 1;
  int padding = 0;
  int groups = 1;          ///< conv; groups == input channels is depthwise
  bool bias = true;        ///< conv, dense
  bool ceil_mode = false;  ///< pools

  [[nodiscard]] LayerSpec named(std::string text) const;
};

LayerSpec conv(int out_channels, int kernel, int stride = 1, int padding = 0, int groups = 1,
               bool bias = true);
LayerSpec dense(int out_features, bool bias = true);
LayerSpec max_pool(int kernel, int stride, int padding = 0, bool ceil_mode = false);
LayerSpec avg_pool(int kernel, int stride, int padding = 0, bool ceil_mode = false);
/// Every kind without parameters: relu, relu6, batch_norm, lrn, add, concat, flatten, softmax, ...
LayerSpec plain(LayerKind kind);

struct Layer {
  LayerId id = 0;
  LayerSpec spec;
  Shape in;  ///< of the first input
  Shape out;
  std::int64_t macs = 0;
  std::int64_t weights = 0;
  std::int64_t biases = 0;
  std::int64_t activations = 0;

  [[nodiscard]] LayerKind kind() const { return spec.kind; }
  [[nodiscard]] const std::string& name() const { return spec.name; }
  [[nodiscard]] std::int64_t parameters() const { return weights + biases; }
  [[nodiscard]] bool depthwise() const;
};

/// Derives shape and counts; throws ConfigError when the specification does not fit the inputs.
Layer derive_layer(LayerId id, const LayerSpec& spec, const std::vector<Shape>& inputs);

}  // namespace lastmile::models
