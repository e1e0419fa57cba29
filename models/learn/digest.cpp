#include "models/learn/digest.hpp"

#include <bit>
#include <cstring>

#include "sim/random.hpp"

namespace lastmile::learn {

std::string Digest::text() const {
  std::string digits;
  for (const std::uint64_t half : {high, low})
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(half >> shift) & 15];
  return digits;
}

void Hasher::round(std::uint64_t word) {
  a_ = std::rotl(a_ ^ (word * 0x9e3779b97f4a7c15ULL), 29) * 0xbf58476d1ce4e5b9ULL + b_;
  b_ = (std::rotl(b_ + word, 31) * 0x94d049bb133111ebULL) ^ (a_ >> 7);
}

Hasher& Hasher::add_bytes(const void* data, std::size_t size) {
  const auto* from = static_cast<const unsigned char*>(data);
  bytes_ += size;
  while (size > 0) {
    const std::size_t step = size < 8 ? size : 8;
    std::uint64_t word = 0;
    std::memcpy(&word, from, step);
    round(word);
    from += step;
    size -= step;
  }
  return *this;
}

Digest Hasher::digest() const { return {mix(a_, bytes_), mix(b_, a_)}; }

}  // namespace lastmile::learn
