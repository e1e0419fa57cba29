// Low rank: a layer becomes two (or four) with less work between them.
//
// Formulae   dense    W = U V:  n -> r without bias, r -> m
//            channel  conv of k x k to r channels, then 1 x 1 to the old number of them
//            spatial  conv of k x 1 to r channels, then 1 x k
//            cp       1 x 1 to r channels, k x 1 and 1 x k each on its own channel, 1 x 1:
//                     W[o][c][i][j] = sum over r of A[o] B[c] C[i] D[j]
// Symbols    r rank; U, V the factors nearest to W in the sum of squares (singular values)
// Source     dense, channel: Denton et al. 2014, arXiv:1404.0736; Zhang et al. 2015, arXiv:1411.4229;
//            spatial: Jaderberg et al. 2014, arXiv:1405.3866; Tai et al. 2016, arXiv:1511.06067;
//            cp: Lebedev et al. 2015, arXiv:1412.6553 (alternating least squares)
// Validity   conv without groups; spatial and cp also without dilation. At full rank (not cp) nothing
//            changes.
// Ignores    that spatial and cp give windows that are not square, which few kernels compute
// Tests      tests/unit/models/low_rank_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/transform/weighted_graph.hpp"

namespace lastmile::models {

enum class ConvSplit : std::uint8_t { channel, spatial, cp };

/// The largest rank that a layer's factors can have; 0 if it cannot be split so.
int full_rank(const Layer& layer, ConvSplit split);
/// The weights of a layer split at this rank.
std::int64_t split_weights(const Layer& layer, ConvSplit split, int rank);

/// By layer the largest rank at which the factors have at most `share` of its weights; 0 where no
/// rank has.
std::vector<int> ranks_of_share(const Graph& graph, ConvSplit split, double share);

/// Splits each layer at its rank; those of rank 0 stay. ConfigError for a rank that is too large.
WeightedGraph low_rank(const WeightedGraph& net, ConvSplit split, const std::vector<int>& ranks);

}  // namespace lastmile::models
