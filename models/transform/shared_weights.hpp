// A network whose kernels each have a codebook (codebook.hpp): trained under it, coded, counted.
// Checked: tests/unit/learn/retrain_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/transform/codebook.hpp"
#include "models/transform/weighted_graph.hpp"

namespace lastmile::models {

struct SharingOptions {
  int conv_bits = 8;       ///< of codebooks
  int dense_bits = 5;      ///< and of every layer with products that is no convolution
  int conv_gap_bits = 8;   ///< of distances between weights that are not 0
  int dense_gap_bits = 5;
  double pull = 0;         ///< codebook.hpp
};

class SharedWeights {
 public:
  SharedWeights(const WeightedGraph& net, const SharingOptions& options);

  /// A rule of training: the flat vector's weights become their codebooks' centroids.
  void share(std::span<float> flat);
  /// Bytes by layer: coded kernels, biases of 4 bytes; other layers' parameters of 4 bytes.
  [[nodiscard]] std::vector<std::int64_t> stored_bytes() const;

 private:
  struct Shared {
    LayerId layer;
    std::size_t start;  // in the flat vector
    Codebook book;
  };
  Graph graph_;
  SharingOptions options_;
  std::vector<Shared> shared_;
};

}  // namespace lastmile::models
