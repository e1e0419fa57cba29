// One table of a result file: a group with a one-dimensional extendible dataset a column, and the
// dimension scale "row" that lets xarray join them. It appears in the file with its first row:
// h5diff cannot compare empty datasets. Private to analysis/*.cpp.
#pragma once

#include "analysis/hdf5_handle.hpp"
#include "sim/recorder.hpp"

#include <variant>
#include <vector>

namespace lastmile::analysis {

class Hdf5Table {
 public:
  Hdf5Table(hid_t file, const TableSchema& schema);

  const TableSchema& schema() const { return schema_; }
  std::size_t buffered() const { return buffered_; }
  /// Keeps a row in memory. REQUIRES: one cell a column, of the column's type.
  void add(const Row& row);
  /// An upper bound of what write() will ask of the disk.
  std::size_t bytes_wanted() const;
  /// Appends the buffered rows to the datasets; H5Fflush makes them safe.
  void write();

 private:
  using Buffer =
      std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;
  struct Stored {
    Handle dataset;
    Buffer buffer;
  };

  void create();
  void append(const Stored& column) const;

  hid_t file_;
  TableSchema schema_;
  Handle group_;
  Stored scale_;
  std::vector<Stored> columns_;
  hsize_t rows_ = 0;
  std::size_t buffered_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace lastmile::analysis
