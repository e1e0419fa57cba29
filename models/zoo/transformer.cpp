#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

LayerId kept(Graph& net, LayerId from, int tokens) {
  if (tokens == 0) return from;
  LayerSpec cache = plain(LayerKind::cache);
  cache.context = tokens;
  return net.add(cache, from);
}

}  // namespace

LayerId linear(Graph& net, LayerId from, int channels) { return net.add(conv(channels, 1), from); }

LayerId normed(Graph& net, LayerId from) { return net.add(plain(LayerKind::layer_norm), from); }

LayerId added(Graph& net, LayerId a, LayerId b) { return net.add(plain(LayerKind::add), {a, b}); }

LayerId attended(Graph& net, const AttentionBlock& block) {
  const LayerId queries = linear(net, block.queries, block.channels);
  const LayerId keys = kept(net, linear(net, block.keys, block.channels), block.kept_tokens);
  const LayerId values = kept(net, linear(net, block.values, block.channels), block.kept_tokens);
  return linear(net, net.add(attention(block.heads), {queries, keys, values}), block.channels);
}

LayerId fed_forward(Graph& net, LayerId from, int wide, LayerKind activation) {
  const int channels = static_cast<int>(net.layer(from).out.channels);
  return linear(net, net.add(plain(activation), linear(net, from, wide)), channels);
}

LayerId embedded(Graph& net, const std::vector<int>& table_sizes, int channels) {
  std::vector<LayerId> rows;
  for (std::size_t i = 0; i < table_sizes.size(); ++i) {
    const LayerId numbers = net.add(slice(static_cast<int>(i), 1), 0);
    rows.push_back(net.add(embedding(table_sizes[i], channels), numbers));
  }
  return net.add(plain(LayerKind::add), rows);
}

}  // namespace lastmile::models
