// softmax, layer norm and local response normalisation in fp32: what couples the channels of a pixel.
//
// Formulae   softmax     y_c = exp(x_c - max x) / sum_i exp(x_i - max x)
//            layer_norm  y_c = w_c (x_c - m) / sqrt(v + 1e-5) + b_c; m mean, v variance over the channels
//            lrn         y_c = x_c (1 + (1e-4 / 5) sum_{|i - c| <= 2} x_i^2)^-0.75
// Symbols    c, i channels; no units
// Method     16 channels side by side, then across the vector. The power is 1 / (sqrt(s) sqrt(sqrt(s))).
// Source     definitions of the layers; lrn: Krizhevsky et al. 2012 (doi:10.1145/3065386) with Caffe's values
// Validity   finite values, blocked maps, no activation
// Tests      tests/unit/kernels/normalise_test.cpp
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family normalise_family;

/// All pixels of one image.
struct NormaliseJob {
  int channels = 0;
  std::size_t pixels = 0;
  const float* in = nullptr;  ///< block b of pixel p at (b block_step + p 16)
  std::size_t block_step = 0;
  const float* weights = nullptr;  ///< layer_norm: [blocks * 16], zeros in the padding
  const float* bias = nullptr;
  float* squares = nullptr;  ///< lrn: kLrnPixels * (blocks + 2) * 16
  float* out = nullptr;      ///< like `in`
};
inline constexpr int kLrnPixels = 8;

}  // namespace lastmile::kernels
