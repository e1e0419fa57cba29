// Plain loops for every kernel, fp32 with sums in double: what the fast kernels are compared with, and what
// runs where none exists.
// Tests: tests/unit/kernels/reference_test.cpp (against results by hand)
#pragma once

#include <vector>

#include "kernels/operator.hpp"

namespace lastmile::kernels {

std::unique_ptr<Operator> make_reference(const KernelCall& call, const Parameters& parameters);

/// The activation of a value.
double activated(Activation activation, double value);

}  // namespace lastmile::kernels
