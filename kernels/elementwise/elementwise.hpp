// Kernels that treat every element by itself: add, multiply, activate, scale, copy.
//
// Formulae   add       act(sum_i in_i)          activate  act(in + add)
//            scale     act(w[c] in + b[c] + add)
//            multiply  act(in_0 in_1[c])        copy      in, any layout
// Symbols    c channel; w, b factor and summand of a channel; no units
// Method     one pass over memory; chunks of 4 KiB where the activation is no clamp, so that it
//            finds them in the first-level cache
// Order      inputs ascending
// Source     definitions of the layers
// Validity   finite values, blocked maps (copy: all)
// Tests      tests/unit/kernels/elementwise_test.cpp
#pragma once

#include "kernels/epilogue.hpp"

namespace lastmile::kernels {

struct SumJob {
  const float* const* in = nullptr;
  int inputs = 1;
  std::size_t count = 0;  ///< floats, a multiple of 16
  float* out = nullptr;
  Epilogue finish;
};

/// One plane of 16 channels.
struct ScaleJob {
  const float* in = nullptr;
  const float* weights = nullptr;  ///< [16]
  const float* bias = nullptr;     ///< [16]
  const float* add = nullptr;      ///< null: nothing is added
  std::size_t count = 0;
  float* out = nullptr;
  Epilogue finish;
};

}  // namespace lastmile::kernels
