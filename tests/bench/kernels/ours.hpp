// Our side of `bench kernels`.
#pragma once

#include <string>

#include "kernels/call.hpp"
#include "tests/bench/kernels/bench_row.hpp"

namespace lastmile::bench {

/// With random weights and inputs; the algorithm by trial, which the name tells.
Contender ours(kernels::KernelCall call);

}  // namespace lastmile::bench
