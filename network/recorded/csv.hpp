// Tables in text, read strictly: whatever is wrong is a ConfigError with file, line and column.
// Lines that begin with # are comments. No quoting: none of the series needs it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::network {

class CsvRow {
 public:
  /// REQUIRES: the reader's header has the column.
  [[nodiscard]] std::string_view text(std::string_view column) const;
  /// An empty cell or "-".
  [[nodiscard]] bool missing(std::string_view column) const;
  /// A finite number within the limits.
  [[nodiscard]] double number(std::string_view column, double least, double most) const;
  [[noreturn]] void fail(std::string_view column, const std::string& what) const;

 private:
  friend class CsvReader;
  const std::string* name_ = nullptr;
  const std::vector<std::string>* columns_ = nullptr;
  std::size_t line_ = 0;
  std::vector<std::string_view> cells_;
};

class CsvReader {
 public:
  /// Cells are separated by `separator`; a blank as separator means any run of blanks. The text
  /// outlives the reader.
  CsvReader(std::string_view text, std::string name, char separator);

  /// Reads the header; every column must be among `known` and every `needed` one present.
  void header(const std::vector<std::string>& needed, const std::vector<std::string>& known = {});
  /// For files without a header line.
  void name_columns(std::vector<std::string> columns) { columns_ = std::move(columns); }
  [[nodiscard]] bool has(std::string_view column) const;
  /// Empty at the end.
  std::optional<CsvRow> next();

 private:
  [[noreturn]] void fail(const std::string& what) const;
  bool take_line(std::string_view& line);
  [[nodiscard]] std::vector<std::string_view> split(std::string_view line) const;

  std::string_view left_;
  std::string name_;
  char separator_;
  std::size_t line_ = 0;
  std::vector<std::string> columns_;
};

}  // namespace lastmile::network
