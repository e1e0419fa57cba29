// A kernel ready to run: shape fixed, algorithm chosen, weights packed.
//
// make_operator() picks the implementation of a call: the fastest of this processor for its type and
// precision, or the plain loops of reference.hpp where no faster one exists. Tensors lie as layout.hpp says.
// Tests: tests/unit/kernels/operator_test.cpp compares every algorithm with the plain loops.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/call.hpp"
#include "kernels/int8/quantise.hpp"
#include "kernels/isa.hpp"
#include "kernels/layout.hpp"

namespace lastmile::kernels {

/// Plain layouts: conv [oc][c / g][kh][kw], dense [oc][c], scale [c], lstm [4 oc][c + oc] in the order input,
/// forget, cell, output; bias [oc] (lstm [4 oc]), may be null.
struct Parameters {
  const float* weights = nullptr;
  const float* bias = nullptr;
  Quantisation quantisation = {};  ///< int8 calls only
};
std::size_t weight_count(const KernelCall& call);
std::size_t bias_count(const KernelCall& call);

/// Shapes of the tensors that run() takes and gives.
MapShape input_shape(const KernelCall& call, int input);
MapShape output_shape(const KernelCall& call);

class Operator {
 public:
  virtual ~Operator() = default;
  /// `inputs` holds call.input_count() tensors; `scratch` has scratch_bytes() on a 64-byte boundary.
  virtual void run(const void* const* inputs, void* output, void* scratch) const = 0;
  [[nodiscard]] virtual std::size_t scratch_bytes() const { return 0; }
  /// Bytes of the packed weights, which a run reads.
  [[nodiscard]] virtual std::size_t packed_bytes() const { return 0; }
  /// What make_operator() chose: one of algorithms(call).
  [[nodiscard]] virtual std::string algorithm() const { return "reference"; }
};

/// std::invalid_argument if the call is not valid or nothing here computes it (e.g. fp16 on x86).
std::unique_ptr<Operator> make_operator(const KernelCall& call, const Parameters& parameters,
                                        Isa isa = best_isa());
/// Names that `call.algorithm` may hold, the plain loops ("reference") last.
std::vector<std::string> algorithms(const KernelCall& call, Isa isa = best_isa());

}  // namespace lastmile::kernels
