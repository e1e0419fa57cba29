// Work of a layer as an inference library runs it on a CPU: counted by the algorithm that is
// chosen, not by multiplications alone.
//
// Formulae   winograd      3x3 convolutions of stride 1, 8 channels or more: tiles (t + 2)^2 in
// out,
//                          t = 6 up to 128 channels, else 4; transforms: tiles (t + 2)^2 (in + out)
//            pointwise     MACs of 1x1, stride 1; pointwise_io: elements that they read and write
//            spatial       MACs of other convolutions (stem: of 3 channels); patches: out_h out_w
//            k^2 in depthwise     MACs; tokens: MACs of matrix products (none in our graphs)
//            weights       of dense layers
//            unaligned     MACs whose channels are no multiple of 4 (half for Winograd's)
//            traffic       elements moved elsewhere, and copies with a border; far: again those of
//            layers
//                          that move more than a million; copies: of concatenation; pooling: of
//                          pooling
//            exponentials  elements of softmax; times 5 for the powers of local normalisation
//            starts        layers; 0.3 where nothing is convolved; one for each group
// Source     ncnn's rules of choice (BSD-3-Clause); models/fit/layer_work.py holds the same counts
// for
//            networks of ncnn's table and says more
// Validity   activations and normalisation after a convolution or a dense layer are fused, others
// move
//            their elements
// Ignores    caches other than by `far`, precisions, how the rules differ between processors
// Tests      tests/unit/models/algorithm_test.cpp
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lastmile::models {

class Graph;

enum class WorkColumn : std::uint8_t {
  winograd,
  transforms,
  pointwise,
  pointwise_io,
  spatial,
  stem,
  patches,
  depthwise,
  tokens,
  weights,
  unaligned,
  traffic,
  far,
  copies,
  pooling,
  exponentials,
  starts
};
inline constexpr std::size_t work_columns = static_cast<std::size_t>(WorkColumn::starts) + 1;
std::string_view to_string(WorkColumn column);

using WorkRow = std::array<double, work_columns>;  ///< indexed by WorkColumn

/// Of one image.
WorkRow algorithm_work(const Graph& graph, std::size_t layer);

}  // namespace lastmile::models
