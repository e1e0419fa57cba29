// A TOML data file, read strictly: a missing or unknown key, a wrong type, and any group of numbers
// without `source` and `provenance` are ConfigErrors that name the file and the key.
// The TOML library stays inside data_file.cpp. Checked: tests/unit/models/device_test.cpp
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/provenance.hpp"

namespace lastmile::models {

class DataTable {
 public:
  /// Reads and checks a whole file.
  static DataTable read(const std::filesystem::path& path);
  static DataTable parse(std::string_view text, std::string_view name);

  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] double number(std::string_view key) const;         ///< finite, not negative
  [[nodiscard]] double positive(std::string_view key) const;       ///< finite, above zero
  [[nodiscard]] double signed_number(std::string_view key) const;  ///< finite
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] DataTable table(std::string_view key) const;
  [[nodiscard]] std::vector<DataTable> tables(std::string_view key) const;
  [[nodiscard]] std::vector<DataTable> tables_if_any(std::string_view key) const;  ///< may be absent
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;  ///< at least one
  [[nodiscard]] Origin origin() const;
  /// Throws if the table holds a key that is not in `allowed` (or `source`, `provenance`).
  void allow(const std::vector<std::string>& allowed) const;
  /// ConfigError: the file, the key and why its value is not allowed.
  [[noreturn]] void refuse(std::string_view key, const std::string& why) const;

 private:
  struct Node;
  explicit DataTable(std::shared_ptr<const Node> node);
  std::shared_ptr<const Node> node_;
};

/// All files `*.toml` of a folder, sorted by name; ConfigError if there is none.
std::vector<std::filesystem::path> data_files(const std::filesystem::path& folder);

/// The folder that holds devices/ and radios/: $LASTMILE_MODELS if set, else models/ of home_folder().
std::filesystem::path default_data_folder();

}  // namespace lastmile::models
