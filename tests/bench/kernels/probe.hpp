// What the core can do at most: fused multiply-adds on registers alone.
#pragma once

namespace lastmile::bench {

/// FLOP/s of the widest set that runs here, best of a few milliseconds; 0 where none is known.
double fma_peak();

}  // namespace lastmile::bench
