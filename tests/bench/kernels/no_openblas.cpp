#include "tests/bench/kernels/peers.hpp"

namespace lastmile::bench {

std::optional<Contender> openblas(const kernels::KernelCall&) { return std::nullopt; }

}  // namespace lastmile::bench
