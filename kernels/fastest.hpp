// The choice of an algorithm by trial.
//
// Method     every fast algorithm of the call computes random values in turn, a few rounds; the
// least time wins.
//            The answer is kept for the life of the process, so a shape is tried once.
// Validity   one thread, weights in the caches as far as they fit; on a busy machine the rounds
// share the noise Tests      tests/unit/kernels/fastest_test.cpp
#pragma once

#include <string>

#include "kernels/operator.hpp"

namespace lastmile::kernels {

/// One of algorithms(call, isa); "reference" only where there is nothing else. `call.algorithm` is
/// not read.
std::string fastest_algorithm(const KernelCall& call, Isa isa = best_isa());

}  // namespace lastmile::kernels
