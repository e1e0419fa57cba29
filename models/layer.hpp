// One layer of a network: what it is, what comes in and out, how much work it is.
//
// Formulae   windows   out = floor((in + padding before + after - dilation (kernel - 1) - 1) / stride) + 1 on each
//                      axis; pools may round up, but drop a last window that would start beyond the padded input
//                      (the rule of Caffe and PyTorch)
//            MACs      conv             out_c out_h out_w (in_c / groups) kernel_h kernel_w
//                      transposed_conv  in_c in_h in_w (out_c / groups) kernel_h kernel_w;
//                                       out = (in - 1) stride - 2 padding + kernel + padding_more
//                      local_conv       as conv, with weights of its own at every place
//                      dense            in * out
//                      lstm             T (4 h (c + r) + h p);  cifg_lstm and gru: 3 in the place of 4;  rnn: 1
//                      attention        2 t k c: scores and sums; projections are layers of their own
// Symbols    MACs = multiply-accumulates of one image (1 MAC = 2 FLOP); weights, biases, activations are counts of
//            elements, not bytes. An activation is one element of the layer's output. A sequence is a map of height
//            1: c channels, T = width tokens. h cells, p = projection, r = p or, without it, h (what recurs); t
//            tokens that ask, k that are asked.
// Source     the layers' definitions; cifg_lstm: Greff et al. 2017, doi:10.1109/TNNLS.2016.2582924; projection: Sak
//            et al. 2014, arXiv:1402.1128; attention: Vaswani et al. 2017, arXiv:1706.03762; lrn: Krizhevsky et al.
//            2012, alpha divided by the size as in Caffe and ONNX. The zoo's sums are
//            tested against published figures.
// Ignores    MACs of normalisation, pooling, activation, addition and softmax (counted as 0: they move memory, which
//            `activations` says). batch_norm and layer_norm count their scale as weights, their shift as biases;
//            running statistics are not trained and not counted. Recurrent layers have one bias a gate
//            (gru with reset_bias: one more).
// Tests      tests/unit/models/graph_test.cpp, layer_test.cpp, zoo_test.cpp
#pragma once

#include <climits>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/layer_kind.hpp"

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

/// Of lrn: out = in / (bias + alpha / size * sum of squares over `size` channels)^beta
struct LrnNumbers {
  int size = 5;
  double alpha = 1e-4, beta = 0.75, bias = 1;
};

inline constexpr int as_rows = INT_MIN;  ///< of columns: not said on their own

/// What the author of a network says; everything else is derived.
struct LayerSpec {
  LayerKind kind = LayerKind::input;
  std::string name;      ///< empty: "KIND_ID"
  int out_channels = 0;  ///< conv and its kin, dense, embedding, recurrent (cells), slice
  int kernel = 0;        ///< conv and its kin, windowed pools: height, and width unless that is given
  int stride = 1;        ///< the same; factor of upsample and space_to_depth
  int padding = 0;       ///< before and after, on both axes unless the width's is given
  int kernel_width = 0;
  int stride_width = 0;
  int padding_width = -1;
  int padding_more = 0;        ///< further (fewer if negative) rows below, columns on the right: SAME of TensorFlow
  int padding_more_width = as_rows;  ///< columns alone
  int dilation = 1;            ///< conv
  int groups = 1;              ///< conv; groups == input channels is depthwise. channel_shuffle; heads of attention
  bool bias = true;            ///< conv and its kin, dense, recurrent
  bool tied = false;           ///< its weights are another layer's too (an embedding's): read here, stored there
  bool ceil_mode = false;      ///< pools
  bool counts_padding = false; ///< avg_pool: zeros of the padding count in the mean, those of ceil_mode never
  int projection = 0;          ///< lstm: what recurs and comes out; 0: the cells
  bool last_only = false;      ///< recurrent: only the last token's output
  int vocabulary = 0;          ///< embedding
  int from = 0;                ///< slice: first channel; select: the token
  int context = 0;             ///< cache: tokens kept from before
  double slope = 0;            ///< leaky_relu, below 0; hard_sigmoid, in its middle (0: 1/6)
  double low = 0, high = 6;    ///< clip
  double epsilon = 1e-5;       ///< batch_norm, layer_norm: added to the variance
  LrnNumbers lrn;
  bool reset_first = false;    ///< gru: the reset gate acts before the product, not behind it
  bool reset_bias = false;     ///< gru with the gate behind: a bias inside of what it acts on
  double rate = 0.5;           ///< dropout: the share that is dropped
  Shape target;                ///< reshape

  [[nodiscard]] LayerSpec named(std::string text) const;
  /// Another kernel, padding and stride on the width.
  [[nodiscard]] LayerSpec wide(int kernel_w, int padding_w, int stride_w = 0) const;
  [[nodiscard]] LayerSpec dilated(int factor) const;
  [[nodiscard]] LayerSpec padded_more(int rows_and_columns) const;
  [[nodiscard]] LayerSpec with_tied_weights() const;
};

/// A window with both axes spelled out.
struct Window {
  int kernel_height = 1, kernel_width = 1;
  int stride_height = 1, stride_width = 1;
  int top = 0, left = 0, bottom = 0, right = 0;  ///< padding
  int dilation = 1;

  /// Square, with the same stride and padding on all sides, not dilated: what one kernel, stride and padding say.
  [[nodiscard]] bool uniform() const;
};
Window window_of(const LayerSpec& spec);

LayerSpec conv(int out_channels, int kernel, int stride = 1, int padding = 0, int groups = 1, bool bias = true);
LayerSpec transposed_conv(int out_channels, int kernel, int stride, int padding = 0, bool bias = true);
LayerSpec dense(int out_features, bool bias = true);
LayerSpec max_pool(int kernel, int stride, int padding = 0, bool ceil_mode = false);
LayerSpec avg_pool(int kernel, int stride, int padding = 0, bool ceil_mode = false);
/// lstm, cifg_lstm, gru or rnn of so many cells.
LayerSpec recurrent(LayerKind kind, int cells, int projection = 0, bool last_only = false);
LayerSpec attention(int heads);
LayerSpec embedding(int vocabulary, int out_channels);
LayerSpec slice(int from, int channels);
LayerSpec reshape(Shape target);
/// Of channel_shuffle.
LayerSpec shuffle(int groups);
LayerSpec upsample(int factor);
/// Of a sequence: each token so often.
LayerSpec repeat_tokens(int times);
/// Every kind without numbers of its own: relu, batch_norm, add, multiply, concat, flatten, softmax, ...
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
  [[nodiscard]] std::int64_t parameters() const { return weights + biases; }  ///< that it reads
  [[nodiscard]] std::int64_t stored() const { return (spec.tied ? 0 : weights) + biases; }
  [[nodiscard]] bool depthwise() const;
};

/// Derives shape and counts; throws ConfigError when the specification does not fit the inputs.
Layer derive_layer(LayerId id, const LayerSpec& spec, const std::vector<Shape>& inputs);

}  // namespace lastmile::models
