// One table of a result file: a group with a one-dimensional extendible dataset a column, and the
// dimension scale "row" that lets xarray join them. It appears in the file with its first row:
// h5diff cannot compare empty datasets. Private to analysis/*.cpp.
#pragma once

#include "analysis/columns.hpp"
#include "analysis/hdf5_handle.hpp"
#include "sim/recorder.hpp"

#include <vector>

namespace lastmile::analysis {

/// How a table lies in its file.
struct TableStorage {
  bool compressed = false;
  /// One a column, 0 but for texts: bytes that the longest takes. Empty: texts are of any length.
  std::vector<std::size_t> text_widths = {};
};

class Hdf5Table {
 public:
  Hdf5Table(hid_t file, const TableSchema& schema, TableStorage storage = {});

  const TableSchema& schema() const { return schema_; }
  std::size_t buffered() const { return buffered_; }
  /// Keeps a row in memory. REQUIRES: one cell a column, of the column's type.
  void add(const Row& row);
  /// The same for many rows. REQUIRES: the schema's columns, all of one length.
  void add(const std::vector<ColumnData>& columns);
  /// An upper bound of what write() will ask of the disk.
  std::size_t bytes_wanted() const;
  /// Appends the buffered rows to the datasets; H5Fflush makes them safe.
  void write();

 private:
  struct Stored {
    Handle dataset;
    ColumnData buffer;
    std::size_t text_width = 0;  ///< 0: of any length
  };

  void create();
  void append(const Stored& column) const;
  void append_texts(const Stored& column, const std::vector<std::string>& texts) const;
  void number_rows(std::size_t added);

  hid_t file_;
  TableSchema schema_;
  TableStorage storage_;
  Handle group_;
  Stored scale_;
  std::vector<Stored> columns_;
  hsize_t rows_ = 0;
  std::size_t buffered_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace lastmile::analysis
