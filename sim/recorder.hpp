// Where results go: tables of named, typed columns with a unit and a description each. The layers that
// produce results see only this interface; analysis/ implements it on HDF5, tests in memory.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace lastmile {

enum class ColumnType { real, integer, text };

struct Column {
  std::string name;         ///< snake_case
  ColumnType type;
  std::string unit;         ///< "s", "J", "B", "1", ...; "" for text
  std::string description;
};

struct TableSchema {
  std::string name;         ///< group in the file, e.g. "requests"
  std::string description;
  std::vector<Column> columns;
};

using Cell = std::variant<double, std::int64_t, std::string>;
using Row = std::vector<Cell>;

class Recorder {
 public:
  virtual ~Recorder() = default;
  /// Declares a table; declaring the same schema again is harmless. Tables may stay empty.
  virtual void declare(const TableSchema& table) = 0;
  /// REQUIRES: the table was declared; one cell a column, of the column's type.
  virtual void record(const std::string& table, const Row& row) = 0;
};

}  // namespace lastmile
