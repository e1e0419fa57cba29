// 128-bit fingerprint of everything a result depends on: the key of WorkCache.
//
// Two 64-bit lanes of multiply-rotate rounds over 8-byte words, cross-fed, finished by sim's mix().
// Equal input gives equal digests on every little-endian machine. It is no cryptographic hash: it
// guards against accidents, not against somebody who wants a collision.
// Checked: tests/unit/learn/digest_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lastmile::learn {

struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const Digest&, const Digest&) = default;
  [[nodiscard]] std::string text() const;  ///< 32 hexadecimal digits
};

class Hasher {
 public:
  explicit Hasher(std::string_view purpose) { add(purpose); }

  Hasher& add_bytes(const void* data, std::size_t size);
  /// Length and contents, so that neighbouring fields cannot run into each other.
  Hasher& add(std::string_view text) { return add_sized(text.data(), text.size()); }
  template <class T>
  requires std::is_arithmetic_v<T> Hasher& add(T value) { return add_bytes(&value, sizeof value); }
  Hasher& add(const Digest& digest) { return add(digest.high).add(digest.low); }
  template <class T>
  requires std::is_arithmetic_v<T> Hasher& add(std::span<const T> values) {
    return add_sized(values.data(), values.size_bytes());
  }
  template <class T>
  Hasher& add(const std::vector<T>& values) {
    return add(std::span<const T>(values));
  }

  [[nodiscard]] Digest digest() const;

 private:
  Hasher& add_sized(const void* data, std::size_t size) { return add(size).add_bytes(data, size); }
  void round(std::uint64_t word);

  std::uint64_t a_ = 0x6c6173746d696c65ULL;
  std::uint64_t b_ = 0x6c6561726e696e67ULL;
  std::uint64_t bytes_ = 0;
};

}  // namespace lastmile::learn
