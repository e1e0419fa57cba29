// How sparse weights are stored, and how many bytes that takes.
//
// Formulae   dense     ceil(n b / 8)
//            bitmap    ceil(n / 8) + ceil(z b / 8)
//            csr       ceil(z b / 8) + z c + 4 (r + 1),  c = 1, 2 or 4: the fewest bytes that number
//                      a row's places
//            relative  ceil((z + f) (b + g) / 8): each value with the distance from the one before
//                      in g bits; f fillers of value 0 where the distance is 2^g or more
// Symbols    n weights in r rows, z of them not 0, b bits a value
// Source     CSR: definition; relative index: Han et al. 2016, arXiv:1510.00149, section 2
// Tests      tests/unit/models/sparse_format_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lastmile::models {

struct SparseCount {
  std::int64_t weights = 0;
  std::int64_t rows = 1;
  std::int64_t nonzero = 0;
};

std::int64_t dense_bytes(std::int64_t weights, int bits);
std::int64_t bitmap_bytes(const SparseCount& count, int bits);
std::int64_t csr_bytes(const SparseCount& count, int bits);

/// Where the values that are not 0 lie: gaps[i] elements of value 0 before value i. Fillers are 0.
struct RelativeIndex {
  std::vector<std::uint16_t> gaps;   ///< each below 2^g
  std::vector<float> values;         ///< as many
};
/// REQUIRES 1 <= gap_bits <= 16.
RelativeIndex relative_index(std::span<const float> weights, int gap_bits);
/// ConfigError if the values do not fit into so many weights.
std::vector<float> dense_of(const RelativeIndex& index, std::size_t weights);
std::int64_t relative_bytes(const RelativeIndex& index, int bits, int gap_bits);

}  // namespace lastmile::models
