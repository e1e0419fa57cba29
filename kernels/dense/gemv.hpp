// Products of a matrix with few vectors: dense layers of small batches, the gates of a cell.
//
// Formulae   out[n][o] = act(bias[o] + sum_k w[o][k] in[n][k] + add[n][o])
// Symbols    o output; k term; n vector, at most kMostVectors of them at once; no units
// Method     Bound by reading the weights once, which a core does fastest in several streams: a
//            tile takes as many blocks of 16 outputs side by side, or, where few are left, as many
//            parts of the terms.
// Order      terms ascending, each stream in an accumulator of its own, then the streams of an
//            output
// Source     definition of the layer
// Validity   finite values; all pointers on 64-byte boundaries
// Tests      tests/unit/kernels/dense_test.cpp
#pragma once

#include "kernels/aligned.hpp"
#include "kernels/epilogue.hpp"

namespace lastmile::kernels {

inline constexpr int kMostVectors = 4;

struct GemvJob {
  int blocks = 0;  ///< of 16 outputs
  int terms = 0;
  int vectors = 1;                 ///< at most kMostVectors
  const float* weights = nullptr;  ///< [block][term][16]
  const float* bias = nullptr;     ///< [block][16]
  const float* in = nullptr;       ///< vectors at a distance of in_stride floats
  std::size_t in_stride = 0;
  const float* add = nullptr;  ///< null: nothing is added; like `out`
  float* out = nullptr;
  std::size_t out_stride = 0;
  Epilogue finish;
};

/// Rows of a matrix and their bias in GemvJob's layout; rows are grouped by `sections`, each of
/// which starts a new block (the gates of a cell). Null weights or bias: zeros.
struct PackedRows {
  PackedRows(const float* weights, const float* bias, int sections, int rows, int terms);
  Floats weights, bias;
  int blocks = 0;
};

}  // namespace lastmile::kernels
