#include "models/transform/huffman.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/transform/coded_weights.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

using Symbols = std::vector<std::uint16_t>;

Symbols round_trip(const Symbols& symbols) {
  const std::vector<std::uint8_t> bytes = huffman_encode(symbols);
  std::span<const std::uint8_t> rest(bytes);
  Symbols back = huffman_decode(rest);
  CHECK(rest.empty());
  return back;
}

/// Small symbols are frequent.
Symbols skewed(std::size_t count) {
  RandomStream random(1, "test/huffman");
  Symbols symbols(count);
  for (auto& s : symbols) s = static_cast<std::uint16_t>(random.exponential(3));
  return symbols;
}

std::vector<float> sparse_weights() {
  RandomStream random(2, "test/huffman");
  std::vector<float> weights(5000, 0.0F);
  for (float& w : weights)
    if (random.uniform() < 0.1) w = static_cast<float>(random.normal());
  return weights;
}

}  // namespace

TEST_CASE("lengths by hand") {
  const std::vector<std::uint64_t> counts{10, 0, 5, 2, 3};  // 2 + 3, 5 + 5, 10 + 10
  CHECK(huffman_lengths(counts) == std::vector<std::uint8_t>{1, 0, 2, 3, 3});
  CHECK(huffman_lengths(std::vector<std::uint64_t>{0, 7}) == std::vector<std::uint8_t>{0, 1});
}

TEST_CASE("what is coded comes back") {
  for (const Symbols& symbols : {Symbols{}, Symbols{0}, Symbols{65535}, Symbols(1000, 7), skewed(3000)})
    CHECK(round_trip(symbols) == symbols);
}

TEST_CASE("the bytes are the entropy and less than a bit a symbol more, beside the table") {
  const Symbols symbols = skewed(20000);
  std::vector<double> counts(100, 0);
  for (const std::uint16_t s : symbols) counts.at(s) += 1;
  double entropy = 0;
  for (const double c : counts)
    if (c > 0) entropy -= c * std::log2(c / 20000.0);
  const double bits = 8.0 * static_cast<double>(huffman_encode(symbols).size()) - 64 - 5 * 100;
  CHECK(bits < entropy + 20000);
  CHECK(8.0 * static_cast<double>(huffman_encode(symbols).size()) > entropy);
}

TEST_CASE("bytes that are cut short or changed are refused or give other symbols, never more") {
  const Symbols symbols = skewed(300);
  const std::vector<std::uint8_t> bytes = huffman_encode(symbols);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    std::span<const std::uint8_t> cut = std::span(bytes).first(n);
    CHECK_THROWS_AS(huffman_decode(cut), ConfigError);
  }
  RandomStream random(4, "test/huffman");
  int refused = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::uint8_t> changed = bytes;
    changed[random.below(changed.size())] = static_cast<std::uint8_t>(random.below(256));
    std::span<const std::uint8_t> rest(changed);
    std::size_t symbols_read = 0;
    try {
      symbols_read = huffman_decode(rest).size();
    } catch (const ConfigError&) {
      ++refused;
    }
    CHECK(symbols_read <= 8 * changed.size());
  }
  CHECK(refused > 0);
  CHECK(refused < 2000);
}

TEST_CASE("coded weights come back as their codebook has them, in fewer bytes") {
  const std::vector<float> weights = sparse_weights();
  const Codebook book = cluster(weights, 5);
  const std::vector<std::uint8_t> bytes = coded_weights(book, 5);
  CHECK(read_coded_weights(bytes, weights.size()) == decoded(book));
  CHECK(bytes.size() < weights.size() * 4 / 25);
  CHECK_THROWS_AS(read_coded_weights(std::span(bytes).first(bytes.size() - 1), weights.size()), ConfigError);
  CHECK_THROWS_AS(read_coded_weights(bytes, 100), ConfigError);
}
