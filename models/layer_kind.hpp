// The kinds of layers, their names, and what is true of a kind whatever its numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lastmile::models {

enum class LayerKind : std::uint8_t {
  input,
  conv,
  dense,
  max_pool,
  avg_pool,
  global_avg_pool,
  relu,
  relu6,
  batch_norm,
  lrn,
  add,
  concat,  ///< of channels
  flatten,
  softmax,  ///< over channels
  dropout,
  leaky_relu,
  prelu,  ///< leaky_relu with a learned slope for each channel
  clip,
  hard_swish,
  hard_sigmoid,
  swish,
  sigmoid,
  tanh,
  gelu,
  multiply,  ///< elementwise; a second input of 1x1 is spread over the map
  channel_shuffle,
  layer_norm,  ///< over the channels of each place
  attention,  ///< inputs: queries, keys, values
  embedding,  ///< of a row of word numbers
  lstm,
  cifg_lstm,  ///< input and forget gate coupled
  gru,
  rnn,
  transposed_conv,
  local_conv,  ///< without shared weights
  upsample,  ///< nearest
  space_to_depth,
  reshape,
  slice,  ///< of channels
  select,  ///< one token
  class_token,  ///< one learned token before the others
  position,  ///< adds a learned map
  cache,  ///< tokens kept from before, then the input
};
inline constexpr std::size_t layer_kinds = 43;

std::string_view to_string(LayerKind kind);
LayerKind layer_kind(std::string_view name);  ///< throws ConfigError with the nearest name

/// Elementwise without weights: relu, swish, ...; a runtime computes it with the layer before.
bool is_activation(LayerKind kind);
bool is_recurrent(LayerKind kind);
/// Nothing is computed and nothing moved: flatten, reshape, dropout, input.
bool is_view(LayerKind kind);

}  // namespace lastmile::models
