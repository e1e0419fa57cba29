// A network together with what it has learned: what the transforms take and give.
//
// Layout     of a layer: layer_weights.hpp. Flat: kernel, bias, mean, variance, layer after layer: the
//            parameters of models/learn
// Without weights (`layers` empty) a transform changes the graph alone: enough for its costs.
// Tests      tests/unit/models/weighted_graph_test.cpp; tests/unit/learn/retrain_test.cpp (same
//            layout as learning's)
#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/graph.hpp"
#include "models/layer_weights.hpp"

namespace lastmile::models {

struct WeightedGraph {
  Graph graph;
  std::vector<LayerWeights> layers = {};  ///< by layer, or none at all

  [[nodiscard]] bool has_weights() const { return !layers.empty(); }
};

/// Numbers of a layer in the flat vector: what it stores and, of batch_norm, its statistics.
std::int64_t flat_count(const Layer& layer);
/// ConfigError unless there are as many numbers as the graph wants.
WeightedGraph with_weights(const Graph& graph, std::span<const float> flat);
std::vector<float> flat_weights(const WeightedGraph& net);

/// A kernel that multiplies its input: conv and its kin, dense, recurrent.
bool has_products(LayerKind kind);
/// Weights that go into one output channel.
std::size_t row_size(const Layer& layer);

/// Writes a network anew, layer by layer, from an old one.
class Rewriter {
 public:
  Rewriter(const WeightedGraph& old, const std::string& name);

  /// The old layer as it is, or with another specification and other weights.
  LayerId copy(LayerId old);
  LayerId copy(LayerId old, const LayerSpec& spec, LayerWeights weights);
  /// A layer that the old network has not.
  LayerId add(const LayerSpec& spec, const std::vector<LayerId>& inputs, LayerWeights weights = {});
  /// Who read the old layer reads this one.
  void replace(LayerId old, LayerId now) { now_[old] = now; }
  [[nodiscard]] LayerId now(LayerId old) const { return now_[old]; }
  [[nodiscard]] std::vector<LayerId> inputs_now(LayerId old) const;
  /// The old network's exits are the new one's, in their order.
  WeightedGraph finish();
  /// Other exits (layers of the new network), in order.
  WeightedGraph finish(const std::vector<LayerId>& exits);

 private:
  const WeightedGraph& old_;
  WeightedGraph net_;
  std::vector<LayerId> now_;  // by old layer
};

}  // namespace lastmile::models
