// One array as numpy.lib.format writes it. See npz.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::learn {

struct NpyArray {
  char kind = 'u';        ///< u, i, f or b
  std::size_t width = 1;  ///< bytes of a value
  std::vector<std::uint64_t> sizes;
  std::string_view bytes;

  [[nodiscard]] std::uint64_t elements() const;
  [[nodiscard]] double at(std::size_t i) const;
};

/// `bytes` must outlive the array. ConfigError with `name` and byte.
NpyArray parse_npy(std::string_view bytes, const std::string& name);

}  // namespace lastmile::learn
