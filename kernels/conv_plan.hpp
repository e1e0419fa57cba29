// A convolution (and, with a 1 x 1 map, a dense layer) as the two sums of lanes.hpp.
//
// Formulae   forward   out[m][y][x] = act(b[m] +
//                        sum_{c,i,j} w[m][c][i][j] * in[c][s y + d i - p][s x + d j - p])
//            backward  weights: gradient sum over (y, x); input: the transposed product, written as
//                      a product of the spread-out slopes with the mirrored weights
// Symbols    s stride, d dilation, p padding before; w [out_channels][in_channels][row][column];
//            elements, no units
// Source     definition of the layer
// Validity   any kernel, stride, padding of each side; one dilation for both axes; no groups
// Ignores    zeros that stride > 1 puts between slopes (they are multiplied: correct, not fast)
// Tests      tests/unit/kernels/conv_plan_test.cpp
#pragma once

#include "kernels/lanes.hpp"

namespace lastmile::kernels {

struct ConvShape {
  int in_channels = 0;
  int in_height = 1;
  int in_width = 1;
  int out_channels = 0;
  LaneWindow window;

  [[nodiscard]] int out_height() const;
  [[nodiscard]] int out_width() const;
  [[nodiscard]] int terms() const { return in_channels * window.taps(); }
};

/// Offsets and buffer sizes of one layer; immutable, shared by all threads.
class ConvPlan {
 public:
  explicit ConvPlan(const ConvShape& shape);

  [[nodiscard]] const ConvShape& shape() const { return shape_; }
  /// Floats of the padded input, of the spread slopes, and of the packed weights of both
  /// directions.
  [[nodiscard]] std::size_t padded_size() const { return padded_.size(shape_.in_channels); }
  [[nodiscard]] std::size_t spread_size() const { return spread_.size(shape_.out_channels); }
  [[nodiscard]] std::size_t packed_size() const;
  [[nodiscard]] std::size_t packed_back_size() const;
  /// Whether pad() and spread() change anything; if not, the tensor itself serves as the buffer.
  [[nodiscard]] bool pads() const;
  [[nodiscard]] bool spreads() const;

  void pack(const float* weights, float* packed) const;
  void pack_back(const float* weights, float* packed) const;
  /// REQUIRES: the border of `padded` is 0 (it is never written).
  void pad(const float* in, float* padded) const;
  /// REQUIRES: what lies between the slopes in `spread` is 0.
  void spread(const float* slope, float* spread) const;

  void forward(const LaneKernels& kernels, const float* packed, const float* bias,
               const float* padded, bool relu, float* out) const;
  void weight_gradient(const LaneKernels& kernels, const float* slope, const float* padded,
                       float* weights, float* bias) const;
  void input_gradient(const LaneKernels& kernels, const float* packed_back, const float* spread,
                      float* in_slope) const;

 private:
  struct Map {  // a plane with a border
    int height = 0;
    int width = 0;
    [[nodiscard]] std::size_t size(int channels) const;
  };
  void plan_forward();
  void plan_back();

  ConvShape shape_;
  Map padded_;
  Map spread_;
  int first_row_ = 0, first_column_ = 0;  // where the first slope lies in the spread map
  std::vector<std::int32_t> pixel_, term_, back_pixel_, back_term_;
};

}  // namespace lastmile::kernels
