// Our side of `bench kernels`.
#pragma once

#include <string>

#include "kernels/call.hpp"
#include "tests/bench/kernels/bench_row.hpp"

namespace lastmile::bench {

/// With random weights and inputs; the name tells the algorithm.
Contender ours(const kernels::KernelCall& call);

}  // namespace lastmile::bench
