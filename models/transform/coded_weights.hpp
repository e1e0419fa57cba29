// Coded weights: what is left of a kernel is written as codes of a codebook and distances between
// them, both Huffman-coded (the last step of Deep Compression), and read back.
//
// Bytes      centroids: count (2), then 4 each; gaps; codes (huffman.hpp)
// Source     Han et al. 2016, arXiv:1510.00149, sections 2 to 4
// Ignores    biases, which stay as they are
// Tests      tests/unit/models/huffman_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/transform/codebook.hpp"

namespace lastmile::models {

/// REQUIRES 1 <= gap_bits <= 16.
std::vector<std::uint8_t> coded_weights(const Codebook& book, int gap_bits);
/// ConfigError where the bytes are cut short or make no sense.
std::vector<float> read_coded_weights(std::span<const std::uint8_t> bytes, std::size_t weights);

}  // namespace lastmile::models
