// Programs that are built with the tests and the benchmarks, because they need what this one must not
// be linked with.
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/installation.hpp"

namespace lastmile::scenarios {

/// What `program` (its path in the build folder) prints; nothing when it is not built or fails.
inline std::optional<std::string> output_of(const std::string& program, const std::string& arguments) {
  namespace fs = std::filesystem;
  const fs::path path = program_folder().parent_path() / program;
  if (!fs::exists(path)) return std::nullopt;
  FILE* pipe = popen(("'" + path.string() + "' " + arguments).c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    text.append(buffer.data(), n);
  }
  return pclose(pipe) == 0 ? std::optional<std::string>(text) : std::nullopt;
}

}  // namespace lastmile::scenarios
