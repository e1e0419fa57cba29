// The gates of recurrent layers: ONNX has them in another order than layer_weights.hpp.
//
// Source     onnx.ai/onnx/operators: LSTM (i o f c), GRU (z r h), RNN
// Tests      tests/unit/learn/onnx_numbers_test.cpp
#pragma once

#include <vector>

#include "models/layer_kind.hpp"

namespace lastmile::models::onnx {

/// By gate of ours, the place of the file's.
inline std::vector<std::size_t> gates_in_file(LayerKind kind) {
  if (kind == LayerKind::lstm) return {0, 2, 3, 1};  // i f g o
  if (kind == LayerKind::gru) return {1, 0, 2};      // r z n
  return {0};
}

/// Blocks of `values`, one a gate, in our order or (`to_file`) in the file's.
inline std::vector<float> with_gates_in_order(const std::vector<float>& values, LayerKind kind,
                                              bool to_file) {
  const std::vector<std::size_t> places = gates_in_file(kind);
  const std::size_t block = values.size() / places.size();
  std::vector<float> turned(values.size());
  for (std::size_t ours = 0; ours < places.size(); ++ours)
    for (std::size_t i = 0; i < block; ++i) {
      const std::size_t here = ours * block + i, there = places[ours] * block + i;
      turned[to_file ? there : here] = values[to_file ? here : there];
    }
  return turned;
}

}  // namespace lastmile::models::onnx
