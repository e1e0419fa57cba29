// The blocks that random networks are built of. Each adds layers behind the last one.
#pragma once

#include "models/graph.hpp"
#include "models/random_network/draw.hpp"

namespace lastmile::models {

enum class BlockKind { chain, residual, bottleneck, inverted, separable, inception, dense };
inline constexpr int block_kinds = 7;

/// What all blocks of one network share.
struct BlockStyle {
  LayerKind activation = LayerKind::relu;
  bool normalise = false;
};

class BlockBuilder {
 public:
  BlockBuilder(Graph& net, Draw& draw, BlockStyle style) : net_(net), draw_(draw), style_(style) {}

  /// A block with about `channels` outputs that divides the map by `stride`.
  void block(BlockKind kind, int channels, int stride);
  /// Convolution, normalisation if the style has it, activation.
  LayerId conv_act(int channels, int kernel, int stride, LayerId from, int groups = 1);
  [[nodiscard]] LayerId last() const { return net_.size() - 1; }
  [[nodiscard]] int channels(LayerId id) const {
    return static_cast<int>(net_.layer(id).out.channels);
  }

 private:
  LayerId conv_norm(int channels, int kernel, int stride, LayerId from, int groups = 1);
  LayerId shortcut(LayerId from, int channels, int stride);
  void join(LayerId branch, LayerId identity, bool activate);
  void residual(int channels, int stride);
  void bottleneck(int channels, int stride);
  void inverted(int channels, int stride);
  void separable(int channels, int stride);
  void inception(int channels, int stride);
  void dense_block(int channels, int stride);

  Graph& net_;
  Draw& draw_;
  BlockStyle style_;
};

}  // namespace lastmile::models
