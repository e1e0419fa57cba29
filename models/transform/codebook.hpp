// Codebook quantisation: weights share the few values of a table (k-means in one dimension).
//
// Formula    minimise the sum over the weights of (w - c[code])^2; centroids start evenly between
//            the smallest and the largest value (Lloyd's iteration from there)
// Symbols    w weight, c centroid
// Source     Han et al. 2016, arXiv:1510.00149, section 3 (linear start)
// Validity   zeros keep their zero, which takes one of the 2^b entries: code 0
// Tests      tests/unit/models/codebook_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lastmile::models {

struct Codebook {
  std::vector<float> centroids;      ///< [0] is 0; the others ascend
  std::vector<std::uint16_t> codes;  ///< one a weight
};

/// At most 2^bits - 1 centroids apart from 0. ConfigError unless 1 <= bits <= 16.
Codebook cluster(std::span<const float> weights, int bits);
std::vector<float> decoded(const Codebook& book);

/// After a step of training that moved the weights one by one: each centroid moves by `pull` times the
/// sum of the moves of its weights, but at least by their mean, and they become it. Weights of code 0
/// become 0. With pull 1 a centroid learns from the sum of its weights' gradients.
void share(Codebook& book, std::span<float> weights, double pull = 0);

}  // namespace lastmile::models
