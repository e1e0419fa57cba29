// Exit insertion: an answer in the middle of a network.
//
// The head reads the layer named, beside those that read it already. The new exit comes before the
// first one that needs that layer. New weights are drawn as learning draws them:
// variance 1 / inputs, biases 0; the old weights stay.
// Source  Teerapittayanon et al. 2016, doi:10.1109/ICPR.2016.7900006 (the idea; the head is given)
// Tests   tests/unit/models/exit_head_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/transform/weighted_graph.hpp"
#include "sim/random.hpp"

namespace lastmile::models {

/// A head that means the map to at most 4 x 4, then flatten, dense to the network's classes, softmax.
std::vector<LayerSpec> plain_head(const Graph& graph, const std::string& after);

/// ConfigError with the nearest name, for an empty head, or behind an exit.
WeightedGraph with_exit(const WeightedGraph& net, const std::string& after,
                        const std::vector<LayerSpec>& head, RandomStream random);

}  // namespace lastmile::models
