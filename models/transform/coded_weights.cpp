#include "models/transform/coded_weights.hpp"

#include <bit>
#include <string>

#include "models/transform/bits.hpp"
#include "models/transform/huffman.hpp"
#include "models/transform/sparse_format.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

void append(std::vector<std::uint8_t>& bytes, const std::vector<std::uint8_t>& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

std::vector<std::uint8_t> coded_centroids(const Codebook& book) {
  BitWriter bits;
  bits.put(static_cast<std::uint32_t>(book.centroids.size() - 1), 16);
  for (std::size_t c = 1; c < book.centroids.size(); ++c)
    bits.put(std::bit_cast<std::uint32_t>(book.centroids[c]), 32);
  return bits.take();
}

std::vector<float> read_centroids(std::span<const std::uint8_t>& bytes) {
  BitReader bits(bytes);
  const std::uint32_t count = bits.get(16);
  std::vector<float> centroids{0.0F};
  for (std::uint32_t c = 0; c < count; ++c)
    centroids.push_back(std::bit_cast<float>(bits.get(32)));
  bytes = bytes.subspan(bits.bytes_read());
  return centroids;
}

}  // namespace

std::vector<std::uint8_t> coded_weights(const Codebook& book, int gap_bits) {
  // Codes count from 0, which is the value 0: they can be indexed in the place of weights.
  const std::vector<float> places(book.codes.begin(), book.codes.end());
  const RelativeIndex index = relative_index(places, gap_bits);
  std::vector<std::uint8_t> bytes = coded_centroids(book);
  append(bytes, huffman_encode(index.gaps));
  append(bytes, huffman_encode(std::vector<std::uint16_t>(index.values.begin(), index.values.end())));
  return bytes;
}

std::vector<float> read_coded_weights(std::span<const std::uint8_t> bytes, std::size_t weights) {
  const std::vector<float> centroids = read_centroids(bytes);
  RelativeIndex index;
  index.gaps = huffman_decode(bytes);
  const std::vector<std::uint16_t> codes = huffman_decode(bytes);
  if (codes.size() != index.gaps.size())
    throw ConfigError("coded weights: " + std::to_string(index.gaps.size()) + " distances, but " +
                      std::to_string(codes.size()) + " codes");
  for (const std::uint16_t code : codes) {
    if (code >= centroids.size())
      throw ConfigError("coded weights: code " + std::to_string(code) + " of " +
                        std::to_string(centroids.size()) + " centroids");
    index.values.push_back(centroids[code]);
  }
  return dense_of(index, weights);
}

}  // namespace lastmile::models
