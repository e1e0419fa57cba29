// Pieces of transformers (Vaswani et al. 2017, arXiv:1706.03762), over sequences. All return the last layer.
#pragma once

#include "models/graph.hpp"

namespace lastmile::models {

/// The same dense layer for every token.
LayerId linear(Graph& net, LayerId from, int channels);
LayerId normed(Graph& net, LayerId from);  ///< layer_norm
LayerId added(Graph& net, LayerId a, LayerId b);

/// Projections of queries, keys and values, attention, projection of its result.
struct AttentionBlock {
  LayerId queries = 0, keys = 0, values = 0;
  int channels = 0;  ///< of each of the three and of the result
  int heads = 1;
  int kept_tokens = 0;  ///< keys and values from before, in a cache
};
LayerId attended(Graph& net, const AttentionBlock& block);
/// Widened, activated, narrowed to the channels that it had.
LayerId fed_forward(Graph& net, LayerId from, int wide, LayerKind activation);

/// Sum of a table's row for each of several numbers a token: words, segments, positions. The input's channels
/// are these numbers, in the order of the tables' sizes.
LayerId embedded(Graph& net, const std::vector<int>& table_sizes, int channels);

}  // namespace lastmile::models
