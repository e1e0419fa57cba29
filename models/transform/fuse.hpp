// Fusion: what inference need not compute apart.
//
// Formulae   normalisation  s = g / sqrt(v + e);  w' = s w;  b' = s (b - m) + h
//            pools          of k1, s1 then k2, s2, no padding:  k = k1 + (k2 - 1) s1,  s = s1 s2
// Symbols    w, b kernel and bias of the layer before, by output channel; g scale, h shift, m mean,
//            v variance, e epsilon of the normalisation (1e-5 if it has none); k kernel, s stride
// Source     definitions; Jacob et al. 2018, arXiv:1712.05877, section 3.2 (folding)
// Validity   inference only: the running statistics are taken as constants. Means are merged only if
//            the windows of the first neither overlap nor leave a gap (k1 = s1).
// Ignores    activations: the graph keeps them as layers, models/lower computes them with the layer
//            before them
// Tests      tests/unit/models/fuse_test.cpp
#pragma once

#include "models/transform/weighted_graph.hpp"

namespace lastmile::models {

/// Each batch_norm that alone reads a conv or dense layer becomes part of it.
WeightedGraph fold_norms(const WeightedGraph& net);

/// Each pool that alone reads a pool of its kind becomes one with it, where that changes nothing.
WeightedGraph merge_pools(const WeightedGraph& net);

}  // namespace lastmile::models
