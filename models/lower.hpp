// From a graph of layers to a program of kernel calls: what a runtime makes of a network.
//
// Rules      conv, dense: with the batch_norm behind it folded in, then (conv) the addition that it
//            is the last to reach, then one activation, if nobody else reads what lies between.
//            others: a call of their own, with the relu behind them.
//            flatten, dropout, input: nothing. A dense layer behind a map of whole blocks of 16
//            channels reads it as it lies (its weights are then in that order); behind another map
//            it is a convolution whose kernel is the map.
// Time       a step's time belongs to its head, the layer that made the call; the others are free.
// Precision  fp32.
// Refused    (ConfigError) recurrent layers, embeddings, windows that are not square and evenly padded, views
//            other than flatten, leaky_relu and hard_sigmoid: they have no kernel
// Ignores    concatenation without copying, changes of layout inside kernels.
// Tests      tests/unit/models/lower_test.cpp; tests/unit/learn/lower_test.cpp (same answers as
//            learning's own forward pass)
#pragma once

#include <optional>
#include <vector>

#include "kernels/program.hpp"
#include "models/graph.hpp"

namespace lastmile::models {

struct Lowered {
  kernels::Program program;
  std::vector<std::vector<LayerId>>
      layers;               ///< by step: what it computes, the head first, ascending
  std::vector<int> buffer;  ///< by layer: where its output lies; -1: fused away

  [[nodiscard]] LayerId head(std::size_t step) const { return layers[step].front(); }
};

/// REQUIRES batch >= 1. ConfigError names a layer that has no kernel.
Lowered lower(const Graph& graph, int batch = 1);
/// The first layer that no kernel computes.
std::optional<LayerId> layer_without_kernel(const Graph& graph);
/// Whether all layers have kernels.
bool can_lower(const Graph& graph);

}  // namespace lastmile::models
