// How a layer of a graph becomes an operation.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/graph.hpp"
#include "models/learn/operation.hpp"

namespace lastmile::learn {

/// A layer where it stands.
struct LayerPlace {
  const models::Graph& graph;
  const models::Layer& layer;

  /// ConfigError that names network and layer.
  [[noreturn]] void refuse(const std::string& why) const;
  [[nodiscard]] std::vector<models::Shape> inputs() const;
};

/// Null: the layer changes nothing, its value is that of its input.
using Made = std::unique_ptr<Operation>;

/// Null for kinds that cannot be trained.
using Maker = Made (*)(const LayerPlace& place);
Maker maker_of(models::LayerKind kind);
/// "conv, dense, ..."
std::string trainable_kinds();

/// Of a value.
std::size_t floats_of(const models::Shape& shape);

/// The window of a convolution or pool.
kernels::LaneWindow lane_window(const models::LayerSpec& spec);
void describe_window(Hasher& hash, const kernels::LaneWindow& window);

Made make_activation(const LayerPlace& place);
Made make_attention(const LayerPlace& place);
Made make_batch_norm(const LayerPlace& place);
Made make_class_token(const LayerPlace& place);
Made make_clip(const LayerPlace& place);
Made make_concat(const LayerPlace& place);
Made make_conv(const LayerPlace& place);
Made make_dense(const LayerPlace& place);
Made make_dropout(const LayerPlace& place);
Made make_gru_reset_first(const LayerPlace& place);
Made make_map_product(const LayerPlace& place);
Made make_embedding(const LayerPlace& place);
Made make_layer_norm(const LayerPlace& place);
Made make_local(const LayerPlace& place);
Made make_lrn(const LayerPlace& place);
Made make_max_pool(const LayerPlace& place);
Made make_mean_pool(const LayerPlace& place);
Made make_position(const LayerPlace& place);
Made make_prelu(const LayerPlace& place);
Made make_recurrent(const LayerPlace& place);
Made make_relu(const LayerPlace& place);
Made make_select(const LayerPlace& place);
Made make_shuffle(const LayerPlace& place);
Made make_slice(const LayerPlace& place);
Made make_softmax(const LayerPlace& place);  ///< null at an exit, where it is part of the loss
Made make_space_to_depth(const LayerPlace& place);
Made make_sum(const LayerPlace& place);
Made make_transposed(const LayerPlace& place);
Made make_upsample(const LayerPlace& place);
/// flatten, reshape
Made make_view(const LayerPlace& place);

}  // namespace lastmile::learn
