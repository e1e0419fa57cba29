// Reads a result file back: tables, their columns, and the file's attributes.
#pragma once

#include "sim/recorder.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lastmile::analysis {

class Hdf5Reader {
 public:
  /// ConfigError here and below: "cannot read FILE: ...".
  explicit Hdf5Reader(const std::string& path);
  ~Hdf5Reader();
  Hdf5Reader(const Hdf5Reader&) = delete;
  Hdf5Reader& operator=(const Hdf5Reader&) = delete;

  std::vector<std::string> tables() const;  ///< in alphabetical order
  TableSchema schema(const std::string& table) const;
  std::size_t rows(const std::string& table) const;

  std::vector<double> reals(const std::string& table, const std::string& column) const;
  std::vector<std::int64_t> integers(const std::string& table, const std::string& column) const;
  std::vector<std::string> texts(const std::string& table, const std::string& column) const;

  std::string text_attribute(const std::string& name) const;
  std::int64_t integer_attribute(const std::string& name) const;
  bool complete() const { return integer_attribute("complete") == 1; }

 private:
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace lastmile::analysis
