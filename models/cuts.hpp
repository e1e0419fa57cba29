// Where a network can be cut in two in the order of its layers: up to one layer here, the rest there.
//
// Formula    crossing(l) = sum of the outputs of all layers u <= l that a layer after l reads
// Symbols    elements, not bytes; MACs of layers 1 to l, exits on the way included
// Ignores    cuts that are not a prefix of the order (the partition policy finds those), answers of early
//            exits
// Tests      tests/unit/models/cuts_test.cpp
#pragma once

#include <vector>

#include "models/graph.hpp"

namespace lastmile::models {

struct Cut {
  LayerId after = 0;
  std::int64_t crossing = 0;  ///< elements that the other side needs
  std::size_t tensors = 0;    ///< outputs that they belong to
  std::int64_t macs_before = 0;
};

/// One after each layer but the last, in order; the first sends the input itself.
std::vector<Cut> cuts(const Graph& graph);
/// Those that send less than all earlier ones. Of several that differ by layers without MACs the last.
std::vector<Cut> falling_cuts(const std::vector<Cut>& all);

}  // namespace lastmile::models
