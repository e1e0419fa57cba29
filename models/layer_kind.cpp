#include "models/layer_kind.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::array<std::string_view, layer_kinds> kind_names = {
    "input", "conv", "dense", "max_pool", "avg_pool", "global_avg_pool",
    "relu", "relu6", "batch_norm", "lrn", "add", "concat",
    "flatten", "softmax", "dropout", "leaky_relu", "prelu", "clip", "hard_swish", "hard_sigmoid",
    "swish", "sigmoid", "tanh", "gelu", "multiply", "channel_shuffle",
    "layer_norm", "attention", "embedding", "lstm", "cifg_lstm", "gru",
    "rnn", "transposed_conv", "local_conv", "upsample", "space_to_depth", "reshape",
    "slice", "select", "class_token", "position", "cache"};

template <std::size_t n>
bool one_of(LayerKind kind, const std::array<LayerKind, n>& kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

std::string_view to_string(LayerKind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }

LayerKind layer_kind(std::string_view name) {
  for (std::size_t i = 0; i < kind_names.size(); ++i) {
    if (kind_names.at(i) == name) return static_cast<LayerKind>(i);
  }
  const std::vector<std::string> known(kind_names.begin(), kind_names.end());
  throw ConfigError(unknown_name_message("layer kind", name, known));
}

bool is_activation(LayerKind kind) {
  static constexpr std::array all = {LayerKind::relu,       LayerKind::relu6,        LayerKind::leaky_relu,
                                     LayerKind::prelu,      LayerKind::clip,         LayerKind::hard_swish,
                                     LayerKind::swish,      LayerKind::sigmoid,      LayerKind::hard_sigmoid,
                                     LayerKind::tanh,       LayerKind::gelu};
  return one_of(kind, all);
}

bool is_recurrent(LayerKind kind) {
  static constexpr std::array all = {LayerKind::lstm, LayerKind::cifg_lstm, LayerKind::gru, LayerKind::rnn};
  return one_of(kind, all);
}

bool is_view(LayerKind kind) {
  static constexpr std::array all = {LayerKind::input, LayerKind::flatten, LayerKind::reshape, LayerKind::dropout};
  return one_of(kind, all);
}

}  // namespace lastmile::models
