// The readers of data sets by name, for random damage and for libFuzzer.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "models/learn/idx.hpp"
#include "models/learn/read/byte_reader.hpp"
#include "models/learn/read/cifar.hpp"
#include "models/learn/read/csv.hpp"
#include "models/learn/read/image.hpp"
#include "models/learn/read/leaf.hpp"
#include "models/learn/read/npz.hpp"

namespace lastmile::learn::test {

inline const std::vector<std::string>& reader_names() {
  static const std::vector<std::string> names{"cifar", "csv", "idx", "leaf", "npz", "picture"};
  return names;
}

/// Reads `bytes` (or what they hold, if they are gzip); only a ConfigError may come out.
inline void read_as(std::string_view reader, std::string_view packed) {
  const std::string bytes = unpacked(std::string(packed), "f");
  if (reader == "cifar") parse_cifar10(bytes, "f");
  if (reader == "csv") parse_csv(bytes, "f");
  if (reader == "leaf") parse_leaf(bytes, "f");
  if (reader == "npz") parse_npz(bytes, "f");
  if (reader == "picture") parse_picture(bytes, "f");
  if (reader == "idx") {
    const std::size_t labels = bytes.rfind(std::string_view("\0\0\x08\x01", 4));
    const std::size_t cut = labels == std::string::npos ? bytes.size() : labels;
    parse_idx(std::string_view(bytes).substr(0, cut), std::string_view(bytes).substr(cut), "f", "l",
              10);
  }
}

}  // namespace lastmile::learn::test
