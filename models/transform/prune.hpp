// Magnitude pruning: the smallest weights become 0 and stay 0.
//
// Formula    of n weights, the round(d n) of largest |w| are kept
// Symbols    d density: share of the weights that is kept; biases are never pruned
// Source     Han et al. 2015, arXiv:1506.02626 (there: threshold = a factor times the layer's
//            standard deviation; here the share is given and the threshold follows)
// Ignores    time: only a runtime with sparse kernels is faster for it. Bytes: sparse_format.hpp
// Tests      tests/unit/models/prune_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/transform/weighted_graph.hpp"

namespace lastmile::models {

/// By layer, by weight of its kernel: 1 is kept. Empty: a layer without products; all is kept.
using Masks = std::vector<std::vector<std::uint8_t>>;

/// The same share of every layer's weights, or `density` by layer.
Masks keep_largest(const WeightedGraph& net, double density);
Masks keep_largest(const WeightedGraph& net, const std::vector<double>& density);
/// The largest weights of the whole network: layers of small weights lose more.
Masks keep_largest_overall(const WeightedGraph& net, double density);

void prune(const Masks& masks, WeightedGraph& net);
/// For the flat vector, biases and all else included.
std::vector<std::uint8_t> flat_mask(const Masks& masks, const Graph& graph);
double density(const std::vector<std::uint8_t>& mask);  ///< 1 for an empty one

}  // namespace lastmile::models
