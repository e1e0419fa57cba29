#include "models/transform/sparse_format.hpp"

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

std::int64_t bytes_of(std::int64_t bits) { return (bits + 7) / 8; }

std::int64_t place_bytes(std::int64_t places) {
  if (places <= 256) return 1;
  return places <= 65536 ? 2 : 4;
}

}  // namespace

std::int64_t dense_bytes(std::int64_t weights, int bits) { return bytes_of(weights * bits); }

std::int64_t bitmap_bytes(const SparseCount& count, int bits) {
  return bytes_of(count.weights) + bytes_of(count.nonzero * bits);
}

std::int64_t csr_bytes(const SparseCount& count, int bits) {
  const std::int64_t places = (count.weights + count.rows - 1) / count.rows;
  return bytes_of(count.nonzero * bits) + count.nonzero * place_bytes(places) +
         4 * (count.rows + 1);
}

RelativeIndex relative_index(std::span<const float> weights, int gap_bits) {
  SIM_CHECK(gap_bits >= 1 && gap_bits <= 16, "gaps of 1 to 16 bits");
  const std::size_t longest = (std::size_t{1} << gap_bits) - 1;
  RelativeIndex index;
  std::size_t gap = 0;
  for (const float weight : weights) {
    const bool filler = weight == 0 && gap == longest;
    if (weight == 0 && !filler) {
      ++gap;
      continue;
    }
    index.gaps.push_back(static_cast<std::uint16_t>(gap));
    index.values.push_back(weight);
    gap = 0;
  }
  return index;
}

std::vector<float> dense_of(const RelativeIndex& index, std::size_t weights) {
  SIM_CHECK(index.gaps.size() == index.values.size(), "a gap for each value");
  std::vector<float> dense(weights, 0.0F);
  std::size_t at = 0;
  for (std::size_t i = 0; i < index.gaps.size(); ++i, ++at) {
    at += index.gaps[i];
    if (at >= weights)
      throw ConfigError("coded weights: value " + std::to_string(i) + " lies behind the last of " +
                        std::to_string(weights) + " weights");
    dense[at] = index.values[i];
  }
  return dense;
}

std::int64_t relative_bytes(const RelativeIndex& index, int bits, int gap_bits) {
  return bytes_of(static_cast<std::int64_t>(index.gaps.size()) * (bits + gap_bits));
}

}  // namespace lastmile::models
