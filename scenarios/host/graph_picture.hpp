#pragma once

#include <string>

#include "models/graph.hpp"

namespace lastmile::scenarios {

/// The network as SVG, from the input down: a box a layer with its output's shape, coloured by what it does;
/// a bar as long as its share of the most work that one layer has.
std::string graph_picture(const models::Graph& graph);

}  // namespace lastmile::scenarios
