// Attention of several heads in fp32.
//
// Formulae   out = softmax(q k^T / sqrt(d)) v for each head, over tokens
// Symbols    q, k, v [token][channel of the head]; d = c / g channels of a head; no units
// Method     A head's rows are gathered plain, its keys transposed; then, for kRowBlock tokens at
//            a time so that their scores stay in the second-level cache, two products with a
//            softmax between.
// Source     Vaswani et al. 2017 (arXiv:1706.03762)
// Validity   finite values, blocked maps
// Ignores    masks, dropout
// Tests      tests/unit/kernels/attention_test.cpp
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family attention_family;

/// out[r][j] = scale sum_k a[r][k] b[k][j]; columns of b and out are a multiple of 16.
struct RowsProduct {
  int rows = 0;
  int terms = 0;
  int columns = 0;
  float scale = 1;
  const float* a = nullptr;
  std::size_t a_row = 0;
  const float* b = nullptr;
  std::size_t b_row = 0;
  float* out = nullptr;
  std::size_t out_row = 0;
};

}  // namespace lastmile::kernels
