// One step of a long short-term memory in fp32.
//
// Formulae   (i, f, g, o) = W [x; h] + b;  s' = sigmoid(f) s + sigmoid(i) tanh(g);  h' = sigmoid(o) tanh(s')
// Symbols    x input, h output and s state of the step before; i, f, o gates; g candidate; no units
// Method     the gates are one product of dense/gemv.hpp, each gate from a block boundary on
// Source     Hochreiter, Schmidhuber 1997 (doi:10.1162/neco.1997.9.8.1735); forget gate: Gers et al. 2000
//            (doi:10.1162/089976600300015015)
// Validity   finite values
// Tests      tests/unit/kernels/lstm_test.cpp
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family lstm_family;

struct LstmJob {
  std::size_t units = 0;         ///< a multiple of 16
  const float* gates = nullptr;  ///< [4][units]
  const float* state = nullptr;
  float* output = nullptr;
  float* next_state = nullptr;
};

}  // namespace lastmile::kernels
