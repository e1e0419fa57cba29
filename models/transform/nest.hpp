// Nesting: one copy of the weights holds several networks, each a part of the next. To change from
// one to a larger one, only what that one has more must be loaded and, in training, learned.
//
// Source     Fang et al. 2018, doi:10.1145/3241539.3241559 (filters frozen, then grown back);
//            which filters are kept longest: filters.hpp
// Tests      tests/unit/models/filters_test.cpp; learning under frozen weights:
//            tests/unit/learn/retrain_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/transform/filters.hpp"

namespace lastmile::models {

/// Descendants that share weights: each holds all filters of the one before. `keeps` ascending.
std::vector<Descendant> nest(const WeightedGraph& net, const std::vector<double>& keeps);
/// By parameter of `large`: 1 where `small` has it too. What is 0 must be loaded to go up.
std::vector<std::uint8_t> shared_with(const Descendant& small, const Descendant& large);
/// Writes the smaller one's weights where the larger one shares them.
void adopt(const Descendant& small, Descendant& large);

}  // namespace lastmile::models
