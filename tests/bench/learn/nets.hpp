// The networks of bench_learn; peer_torch.py builds the same.
#pragma once

#include "models/graph.hpp"

namespace lastmile::bench {

models::Graph logistic();  ///< 784-10
models::Graph mlp();       ///< 784-200-10
models::Graph lenet5();    ///< 6 and 16 channels, 120-84-10, with relu and max pools, on 1x28x28
models::Graph resnet8();   ///< of MLPerf Tiny, on 3x32x32

}  // namespace lastmile::bench
