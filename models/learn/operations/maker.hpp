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

Made make_conv(const LayerPlace& place);
Made make_dense(const LayerPlace& place);
Made make_max_pool(const LayerPlace& place);
Made make_mean_pool(const LayerPlace& place);
Made make_relu(const LayerPlace& place);
/// flatten; softmax at an exit, where it is part of the loss
Made make_view(const LayerPlace& place);

}  // namespace lastmile::learn
