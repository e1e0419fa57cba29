// Depthwise factorisation: a convolution becomes one window a channel, then 1 x 1 across channels.
//
// Formula    W[o][c][i][j] = P[o][c] D[c][i][j], for each input channel c the nearest product
//            (largest singular value of the matrix [o][i, j])
// Symbols    D window of a channel, P weights of the 1 x 1 convolution, which takes the bias
// Source     Howard et al. 2017, arXiv:1704.04861, section 3.1 (form); nearest product: definition
// Validity   conv without groups and of more than one place; exact only for kernels that are such products:
//            a network wants training after it
// Tests      tests/unit/models/low_rank_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/transform/weighted_graph.hpp"

namespace lastmile::models {

/// Every convolution it is valid for, but for the `spared` ones (named).
WeightedGraph factor_depthwise(const WeightedGraph& net, const std::vector<std::string>& spared = {});

}  // namespace lastmile::models
