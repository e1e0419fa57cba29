// Plain loops for the int8 kernels: what the fast ones must equal bit for bit.
// Tests: tests/unit/kernels/int8_reference_test.cpp
#pragma once

#include <memory>

#include "kernels/operator.hpp"

namespace lastmile::kernels::int8 {

/// conv, depthwise and dense.
std::unique_ptr<Operator> make_reference(const KernelCall& call, const Parameters& parameters);

}  // namespace lastmile::kernels::int8
