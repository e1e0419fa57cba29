// Filter pruning: whole filters go, and with them what reads their channels. The network that is
// left is dense and smaller, so every kernel is faster.
//
// Formulae   score  sum of |w| over a filter, or over the filters that stand or fall together
//            kept   of the n filters of a family, the round(k n) of largest score, at least one
// Symbols    w weight, k share to keep; a family: the layers whose channels are added together
// Source     Li et al. 2017, arXiv:1608.08710 (score; shortcuts pruned with the blocks they join)
// Validity   gives exactly what the whole network gives with those filters and their biases at 0, if
//            0 stays 0 on the way (not through sigmoid; lrn sees other neighbours)
// Ignores    attention, recurrent layers, groups that are not depthwise, channel shuffles: kept whole,
//            and all that feeds them
// Tests      tests/unit/models/filters_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/transform/weighted_graph.hpp"

namespace lastmile::models {

struct Descendant {
  WeightedGraph net;
  /// By parameter of the flat vector: its place in the parent's. Empty without weights.
  std::vector<std::uint32_t> source = {};
};

/// By layer the share of its filters to keep; a family keeps the largest share of its layers.
/// Without weights the last filters go. ConfigError for a share outside (0, 1].
Descendant keep_filters(const WeightedGraph& net, const std::vector<double>& keep);
/// The same share everywhere but in `spared` layers (named), which stay whole.
Descendant keep_filters(const WeightedGraph& net, double keep,
                        const std::vector<std::string>& spared = {});

}  // namespace lastmile::models
