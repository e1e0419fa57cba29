// What a network's numbers take once they are compressed: a table beside the graph, a row a layer.
//
// Formulae   weight bytes      stored, where they were coded; else ceil(w b / 8) + 4 biases
//            activation bytes  ceil(a b / 8)
//            nonzero MACs      MACs times density
// Symbols    w weights, a activations, b bits of their format
// Validity   dense MACs are what a dense kernel computes, whatever the density; nonzero MACs are what
//            hardware that skips zeros at no cost would compute
// Ignores    time: device files say nothing of sparse or narrow kernels; see models/cost
// Tests      tests/unit/models/number_format_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/graph.hpp"
#include "models/transform/number_format.hpp"

namespace lastmile::models {

struct LayerCompression {
  NumberFormat weights = NumberFormat::fp32;
  NumberFormat activations = NumberFormat::fp32;
  double density = 1;             ///< share of the weights that are not 0
  std::int64_t stored_bytes = 0;  ///< of weights and biases as coded; 0: they are not
};
using Compression = std::vector<LayerCompression>;  ///< by layer

Compression uncompressed(const Graph& graph);

struct CompressedCosts {
  std::int64_t macs = 0;
  double nonzero_macs = 0;
  std::int64_t weight_bytes = 0;
  std::int64_t activation_bytes = 0;  ///< of all layers but the input, one image
};
CompressedCosts costs_of(const Layer& layer, const LayerCompression& compression);
CompressedCosts costs_of(const Graph& graph, const Compression& compression);

}  // namespace lastmile::models
