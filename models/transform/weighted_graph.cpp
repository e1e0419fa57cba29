#include "models/transform/weighted_graph.hpp"

#include <utility>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

std::int64_t statistics(const Layer& layer) {
  return layer.kind() == LayerKind::batch_norm ? layer.out.channels : 0;
}

std::int64_t own_weights(const Layer& layer) { return layer.stored() - layer.biases; }

std::size_t flat_size(const Graph& graph) {
  std::int64_t size = 0;
  for (LayerId id = 0; id < graph.size(); ++id) size += flat_count(graph.layer(id));
  return static_cast<std::size_t>(size);
}

}  // namespace

std::int64_t flat_count(const Layer& layer) {
  return layer.stored() + 2 * statistics(layer);
}

WeightedGraph with_weights(const Graph& graph, std::span<const float> flat) {
  if (flat.size() != flat_size(graph))
    throw ConfigError("network '" + graph.name() + "' has " + std::to_string(flat_size(graph)) +
                      " parameters; " + std::to_string(flat.size()) + " are given");
  WeightedGraph net{graph, std::vector<LayerWeights>(graph.size())};
  const float* at = flat.data();
  const auto take = [&at](std::vector<float>& values, std::int64_t count) {
    values.assign(at, at + count);
    at += count;
  };
  for (LayerId id = 0; id < graph.size(); ++id) {
    const Layer& layer = graph.layer(id);
    take(net.layers[id].kernel, own_weights(layer));
    take(net.layers[id].bias, layer.biases);
    take(net.layers[id].mean, statistics(layer));
    take(net.layers[id].variance, statistics(layer));
  }
  return net;
}

std::vector<float> flat_weights(const WeightedGraph& net) {
  std::vector<float> flat;
  flat.reserve(flat_size(net.graph));
  for (const LayerWeights& layer : net.layers)
    for (const auto* part : {&layer.kernel, &layer.bias, &layer.mean, &layer.variance})
      flat.insert(flat.end(), part->begin(), part->end());
  return flat;
}

bool has_products(LayerKind kind) {
  switch (kind) {
    case LayerKind::conv:
    case LayerKind::dense:
    case LayerKind::transposed_conv:
    case LayerKind::local_conv:
      return true;
    default:
      return is_recurrent(kind);
  }
}

std::size_t row_size(const Layer& layer) {
  return static_cast<std::size_t>(layer.weights / layer.out.channels);
}

Rewriter::Rewriter(const WeightedGraph& old, const std::string& name)
    : old_(old), net_{Graph(name, old.graph.layer(0).out)}, now_(old.graph.size(), 0) {
  if (old.has_weights()) net_.layers.emplace_back();
}

LayerId Rewriter::copy(LayerId old) {
  return copy(old, old_.graph.layer(old).spec,
              old_.has_weights() ? old_.layers[old] : LayerWeights());
}

LayerId Rewriter::copy(LayerId old, const LayerSpec& spec, LayerWeights weights) {
  now_[old] = add(spec, inputs_now(old), std::move(weights));
  return now_[old];
}

LayerId Rewriter::add(const LayerSpec& spec, const std::vector<LayerId>& inputs,
                      LayerWeights weights) {
  const LayerId id = net_.graph.add(spec, inputs);
  if (!old_.has_weights()) return id;
  const Layer& layer = net_.graph.layer(id);
  SIM_CHECK(static_cast<std::int64_t>(weights.kernel.size()) == own_weights(layer) &&
                static_cast<std::int64_t>(weights.bias.size()) == layer.biases &&
                static_cast<std::int64_t>(weights.mean.size()) == statistics(layer) &&
                static_cast<std::int64_t>(weights.variance.size()) == statistics(layer),
            "weights of another layer than '" + layer.name() + "'");
  net_.layers.push_back(std::move(weights));
  return id;
}

std::vector<LayerId> Rewriter::inputs_now(LayerId old) const {
  std::vector<LayerId> inputs = old_.graph.inputs(old);
  for (LayerId& input : inputs) input = now_[input];
  return inputs;
}

WeightedGraph Rewriter::finish() {
  std::vector<LayerId> exits;
  for (const LayerId exit : old_.graph.exits()) exits.push_back(now_[exit]);
  return finish(exits);
}

WeightedGraph Rewriter::finish(const std::vector<LayerId>& exits) {
  for (const LayerId exit : exits) net_.graph.mark_exit(exit);
  net_.graph.validate();
  return std::move(net_);
}

}  // namespace lastmile::models
