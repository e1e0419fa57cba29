// The kernel call that a layer becomes when its network is lowered whole.
// Tests: tests/unit/models/time_table_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/graph.hpp"

namespace lastmile::models {

/// Text of the call that this layer heads (kernels/call.hpp); "" if it runs with another layer, or costs
/// nothing.
std::string layer_call(const Graph& graph, LayerId id, int batch);
/// Of every layer. Remembered for the networks asked about last.
const std::vector<std::string>& layer_calls(const Graph& graph, int batch);

}  // namespace lastmile::models
