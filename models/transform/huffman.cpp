#include "models/transform/huffman.hpp"

#include <algorithm>
#include <array>
#include <queue>
#include <tuple>

#include "models/transform/bits.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::size_t kLongest = 31;  // fits the 5 bits in which lengths are written

/// Codes of one length are consecutive numbers; symbols sorted by (length, symbol) take them in turn.
class CanonicalCode {
 public:
  explicit CanonicalCode(const std::vector<std::uint8_t>& lengths) {
    for (const std::uint8_t length : lengths) ++count_.at(length);
    count_[0] = 0;
    std::uint64_t first = 0;
    for (std::size_t length = 1; length < count_.size(); ++length) {
      first = (first + count_[length - 1]) << 1U;
      first_[length] = first;
      start_[length] = start_[length - 1] + count_[length - 1];
      if (first + count_[length] > std::uint64_t{1} << length)
        throw ConfigError("Huffman code: more codes than there is room for");
    }
    std::array<std::size_t, kLongest + 1> next = start_;
    symbols_.resize(lengths.size());
    for (std::size_t s = 0; s < lengths.size(); ++s)
      if (lengths[s] > 0) symbols_[next[lengths[s]]++] = static_cast<std::uint16_t>(s);
  }

  /// By symbol.
  [[nodiscard]] std::vector<std::uint32_t> codes() const {
    std::vector<std::uint32_t> codes(symbols_.size(), 0);
    for (std::size_t length = 1; length <= kLongest; ++length)
      for (std::size_t i = 0; i < count_[length]; ++i)
        codes[symbols_[start_[length] + i]] = static_cast<std::uint32_t>(first_[length] + i);
    return codes;
  }

  std::uint16_t next(BitReader& bits) const {
    std::uint64_t code = 0;
    for (std::size_t length = 1; length <= kLongest; ++length) {
      code = (code << 1U) | bits.get(1);
      if (code >= first_[length] && code - first_[length] < count_[length])
        return symbols_[start_[length] + static_cast<std::size_t>(code - first_[length])];
    }
    throw ConfigError("Huffman code: bits that are no code");
  }

 private:
  std::array<std::size_t, kLongest + 1> count_{}, start_{};  // by length; start_ in symbols_
  std::array<std::uint64_t, kLongest + 1> first_{};          // code
  std::vector<std::uint16_t> symbols_;
};

}  // namespace

std::vector<std::uint8_t> huffman_lengths(std::span<const std::uint64_t> counts) {
  using Node = std::tuple<std::uint64_t, std::size_t>;  // count, number: ties by age
  std::priority_queue<Node, std::vector<Node>, std::greater<>> waiting;
  std::vector<std::size_t> parent(2 * counts.size(), 0);
  for (std::size_t s = 0; s < counts.size(); ++s)
    if (counts[s] > 0) waiting.emplace(counts[s], s);
  std::vector<std::uint8_t> lengths(counts.size(), 0);
  if (waiting.size() == 1) lengths[std::get<1>(waiting.top())] = 1;
  if (waiting.size() <= 1) return lengths;
  std::size_t node = counts.size();
  for (; waiting.size() > 1; ++node) {
    std::uint64_t sum = 0;
    for (int side = 0; side < 2; ++side) {
      sum += std::get<0>(waiting.top());
      parent[std::get<1>(waiting.top())] = node;
      waiting.pop();
    }
    waiting.emplace(sum, node);
  }
  std::vector<int> depth(node, 0);
  for (std::size_t n = node - 1; n-- > 0;)
    if (parent[n] != 0) depth[n] = depth[parent[n]] + 1;
  for (std::size_t s = 0; s < counts.size(); ++s) {
    SIM_CHECK(depth[s] <= static_cast<int>(kLongest), "a Huffman code of more than 31 bits");
    lengths[s] = static_cast<std::uint8_t>(depth[s]);
  }
  return lengths;
}

std::vector<std::uint8_t> huffman_encode(std::span<const std::uint16_t> symbols) {
  std::uint32_t alphabet = 0;
  for (const std::uint16_t s : symbols) alphabet = std::max<std::uint32_t>(alphabet, s + 1U);
  std::vector<std::uint64_t> counts(alphabet, 0);
  for (const std::uint16_t s : symbols) ++counts[s];
  const std::vector<std::uint8_t> lengths = huffman_lengths(counts);
  const std::vector<std::uint32_t> codes = CanonicalCode(lengths).codes();
  BitWriter bits;
  bits.put(static_cast<std::uint32_t>(symbols.size()), 32);
  bits.put(alphabet, 32);
  for (const std::uint8_t length : lengths) bits.put(length, 5);
  for (const std::uint16_t s : symbols) bits.put(codes[s], lengths[s]);
  return bits.take();
}

std::vector<std::uint16_t> huffman_decode(std::span<const std::uint8_t>& bytes) {
  BitReader bits(bytes);
  const std::uint32_t count = bits.get(32), alphabet = bits.get(32);
  if (alphabet > 65536 || (alphabet == 0 && count > 0) || count > 8 * bytes.size())
    throw ConfigError("Huffman code: " + std::to_string(count) + " symbols of " +
                      std::to_string(alphabet) + " in " + std::to_string(bytes.size()) + " bytes");
  std::vector<std::uint8_t> lengths(alphabet);
  for (std::uint8_t& length : lengths) length = static_cast<std::uint8_t>(bits.get(5));
  const CanonicalCode code(lengths);
  std::vector<std::uint16_t> symbols;
  symbols.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) symbols.push_back(code.next(bits));
  bytes = bytes.subspan(bits.bytes_read());
  return symbols;
}

}  // namespace lastmile::models
