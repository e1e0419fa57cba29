#include "models/transform/fuse.hpp"

#include <cmath>
#include <utility>

namespace lastmile::models {
namespace {

constexpr LayerId kNone = 0;  // the input is nobody's partner

/// The only reader of a layer, if it is of this kind.
LayerId only_reader(const Graph& graph, LayerId id, LayerKind kind) {
  const std::vector<LayerId> readers = graph.consumers(id);
  return readers.size() == 1 && graph.layer(readers[0]).kind() == kind ? readers[0] : kNone;
}

LayerWeights folded(const LayerWeights& product, const LayerWeights& norm, float epsilon, std::size_t row) {
  LayerWeights result = product;
  const std::size_t channels = norm.kernel.size();
  result.bias.resize(channels, 0.0F);
  for (std::size_t o = 0; o < channels; ++o) {
    const float scale = norm.kernel[o] / std::sqrt(norm.variance[o] + epsilon);
    for (std::size_t i = 0; i < row; ++i) result.kernel[o * row + i] *= scale;
    result.bias[o] = (result.bias[o] - norm.mean[o]) * scale + norm.bias[o];
  }
  return result;
}

LayerId norm_behind(const Graph& graph, LayerId id) {
  const LayerKind kind = graph.layer(id).kind();
  if (kind != LayerKind::conv && kind != LayerKind::dense) return kNone;
  return only_reader(graph, id, LayerKind::batch_norm);
}

void fold(const WeightedGraph& net, LayerId product, LayerId norm, Rewriter& rewriter) {
  const Layer& layer = net.graph.layer(product);
  LayerSpec spec = layer.spec;
  spec.bias = true;
  LayerWeights weights;
  const auto epsilon = static_cast<float>(net.graph.layer(norm).spec.epsilon);
  if (net.has_weights())
    weights = folded(net.layers[product], net.layers[norm], epsilon, row_size(layer));
  rewriter.copy(product, spec, std::move(weights));
}

bool plain_window(const LayerSpec& spec) {
  const Window window = window_of(spec);
  return window.uniform() && window.top == 0 && !spec.ceil_mode;
}

/// The windows of the first leave no gap, and if they are means, each element counts once.
bool mergeable(const LayerSpec& first, const LayerSpec& second) {
  if (!plain_window(first) || !plain_window(second)) return false;
  return first.kind == LayerKind::max_pool ? first.kernel >= first.stride
                                           : first.kernel == first.stride;
}

LayerSpec merged(const LayerSpec& first, const LayerSpec& second) {
  LayerSpec spec = first;
  spec.kernel = first.kernel + (second.kernel - 1) * first.stride;
  spec.stride = first.stride * second.stride;
  return spec;
}

LayerId pool_behind(const Graph& graph, LayerId id) {
  const LayerKind kind = graph.layer(id).kind();
  if (kind != LayerKind::max_pool && kind != LayerKind::avg_pool) return kNone;
  const LayerId reader = only_reader(graph, id, kind);
  return reader != kNone && mergeable(graph.layer(id).spec, graph.layer(reader).spec) ? reader : kNone;
}

}  // namespace

WeightedGraph fold_norms(const WeightedGraph& net) {
  Rewriter rewriter(net, net.graph.name());
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    const LayerId before = net.graph.inputs(id).front();
    if (const LayerId norm = norm_behind(net.graph, id); norm != kNone)
      fold(net, id, norm, rewriter);
    else if (norm_behind(net.graph, before) == id)
      rewriter.replace(id, rewriter.now(before));
    else
      rewriter.copy(id);
  }
  return rewriter.finish();
}

WeightedGraph merge_pools(const WeightedGraph& net) {
  Rewriter rewriter(net, net.graph.name());
  std::vector<LayerSpec> written(net.graph.size());  // by layer: as it is now
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    const LayerId before = net.graph.inputs(id).front();
    written[id] = net.graph.layer(id).spec;
    if (pool_behind(net.graph, before) == id) written[id] = merged(written[before], written[id]);
    if (pool_behind(net.graph, id) != kNone)
      rewriter.replace(id, rewriter.now(before));  // its reader does its work
    else
      rewriter.copy(id, written[id], net.has_weights() ? net.layers[id] : LayerWeights());
  }
  return rewriter.finish();
}

}  // namespace lastmile::models
