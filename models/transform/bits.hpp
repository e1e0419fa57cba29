// Bits in bytes, the first one highest. Tests: tests/unit/models/huffman_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/error.hpp"

namespace lastmile::models {

class BitWriter {
 public:
  void put(std::uint32_t value, int bits) {
    for (int b = bits - 1; b >= 0; --b) {
      if (used_ % 8 == 0) bytes_.push_back(0);
      const auto bit = static_cast<std::uint8_t>((value >> static_cast<unsigned>(b)) & 1U);
      bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | (bit << (7U - used_ % 8)));
      ++used_;
    }
  }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t used_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint32_t get(int bits) {
    std::uint32_t value = 0;
    for (int b = 0; b < bits; ++b) {
      if (at_ / 8 >= bytes_.size())
        throw ConfigError("coded weights end after " + std::to_string(bytes_.size()) + " bytes");
      value = (value << 1U) | ((bytes_[at_ / 8] >> (7U - at_ % 8)) & 1U);
      ++at_;
    }
    return value;
  }
  [[nodiscard]] std::size_t bytes_read() const { return (at_ + 7) / 8; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

}  // namespace lastmile::models
