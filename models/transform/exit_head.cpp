#include "models/transform/exit_head.hpp"

#include <algorithm>
#include <cmath>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::int64_t kHeadSide = 4;

LayerWeights drawn(const Layer& layer, RandomStream& random) {
  LayerWeights weights;
  if (layer.kind() == LayerKind::batch_norm) {
    const auto channels = static_cast<std::size_t>(layer.out.channels);
    weights.kernel.assign(channels, 1.0F);
    weights.bias = weights.mean = std::vector<float>(channels, 0.0F);
    weights.variance = weights.kernel;
    return weights;
  }
  const double spread = layer.weights > 0 ? std::sqrt(1.0 / static_cast<double>(row_size(layer))) : 0;
  for (std::int64_t i = 0; i < layer.weights; ++i)
    weights.kernel.push_back(static_cast<float>(random.normal(0, spread)));
  weights.bias.assign(static_cast<std::size_t>(layer.biases), 0.0F);
  return weights;
}

LayerId add_head(const WeightedGraph& net, LayerId after, const std::vector<LayerSpec>& head,
                 RandomStream& random, Rewriter& rewriter) {
  LayerId at = rewriter.now(after);
  Shape shape = net.graph.layer(after).out;
  for (std::size_t i = 0; i < head.size(); ++i) {
    LayerSpec spec = head[i];
    if (spec.name.empty())
      spec.name = net.graph.layer(after).name() + "/exit/" + std::to_string(i);
    const Layer layer = derive_layer(0, spec, {shape});
    shape = layer.out;
    at = rewriter.add(spec, {at}, net.has_weights() ? drawn(layer, random) : LayerWeights());
  }
  return at;
}

}  // namespace

std::vector<LayerSpec> plain_head(const Graph& graph, const std::string& after) {
  const Shape map = graph.layer(graph.find(after)).out;
  const auto side = static_cast<int>((std::max(map.height, map.width) + kHeadSide - 1) / kHeadSide);
  std::vector<LayerSpec> head;
  if (side > 1) head.push_back(avg_pool(side, side));
  head.push_back(plain(LayerKind::flatten));
  head.push_back(dense(static_cast<int>(graph.layer(graph.output()).out.elements())));
  head.push_back(plain(LayerKind::softmax));
  return head;
}

WeightedGraph with_exit(const WeightedGraph& net, const std::string& after,
                        const std::vector<LayerSpec>& head, RandomStream random) {
  const LayerId fork = net.graph.find(after);
  if (head.empty()) throw ConfigError("exit after layer '" + after + "': the head has no layers");
  if (net.graph.consumers(fork).empty())
    throw ConfigError("exit after layer '" + after + "': that layer is an exit itself");
  Rewriter rewriter(net, net.graph.name());
  LayerId exit = 0;
  if (fork == 0) exit = add_head(net, fork, head, random, rewriter);
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    rewriter.copy(id);
    if (id == fork) exit = add_head(net, fork, head, random, rewriter);
  }
  std::vector<LayerId> exits;
  for (const LayerId old : net.graph.exits()) exits.push_back(rewriter.now(old));
  exits.insert(exits.begin() + static_cast<std::ptrdiff_t>(net.graph.stage(fork)), exit);
  return rewriter.finish(exits);
}

}  // namespace lastmile::models
