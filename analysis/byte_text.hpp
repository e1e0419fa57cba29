// Numbers and texts written into, and read back from, one text of bytes, little-endian.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/error.hpp"

namespace lastmile::analysis {

class ByteWriter {
 public:
  template <class Number>
  requires std::is_arithmetic_v<Number>
  void add(Number value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    bytes_.append(text);
  }
  template <class Number>
  requires std::is_arithmetic_v<Number>
  void add_all(const std::vector<Number>& values) {
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Number));
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// ConfigError "cut off" when more is asked for than there is.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}
  template <class Number>
  requires std::is_arithmetic_v<Number> Number number() {
    Number value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string_view text() { return take(number<std::uint64_t>()); }
  template <class Number>
  requires std::is_arithmetic_v<Number> std::vector<Number> numbers(std::uint64_t count) {
    if (count > left_.size() / sizeof(Number)) cut_off();
    std::vector<Number> values(count);
    const std::string_view bytes = take(count * sizeof(Number));
    if (count > 0) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  [[nodiscard]] bool done() const { return left_.empty(); }

 private:
  [[noreturn]] static void cut_off() { throw ConfigError("the data are cut off"); }
  std::string_view take(std::uint64_t size) {
    if (size > left_.size()) cut_off();
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  std::string_view left_;
};

}  // namespace lastmile::analysis
