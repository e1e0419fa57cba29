// All tables of one run in memory, and as one text of bytes that travels between processes.
//
// Form of the bytes: numbers little-endian; a text column is a dictionary of its distinct texts and
// one index a row, because most columns of text say the same thing many times.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/columns.hpp"
#include "sim/recorder.hpp"

namespace lastmile::analysis {

class MemoryTables final : public Recorder {
 public:
  struct Table {
    TableSchema schema;
    std::vector<ColumnData> columns;  ///< as many as the schema has, all of one length
    [[nodiscard]] std::size_t rows() const;
  };

  void declare(const TableSchema& table) override;
  void record(const std::string& table, const Row& row) override;

  void add(Table table) { tables_.push_back(std::move(table)); }
  [[nodiscard]] const std::vector<Table>& all() const { return tables_; }  ///< as declared
  [[nodiscard]] const Table* find(const std::string& table) const;
  /// The column; InternalError if there is none, or one of another type.
  [[nodiscard]] const std::vector<double>& reals(const std::string& table,
                                                 const std::string& column) const;
  [[nodiscard]] const std::vector<std::int64_t>& integers(const std::string& table,
                                                          const std::string& column) const;
  [[nodiscard]] const std::vector<std::string>& texts(const std::string& table,
                                                      const std::string& column) const;
  [[nodiscard]] std::vector<std::string> tables() const;  ///< names of those with rows

  /// Tables without rows are left out.
  [[nodiscard]] std::string packed() const;
  /// ConfigError for bytes that packed() did not write.
  static MemoryTables unpacked(std::string_view bytes);

 private:
  template <class Value>
  const std::vector<Value>& column(const std::string& table, const std::string& name) const;

  std::vector<Table> tables_;
};

}  // namespace lastmile::analysis
