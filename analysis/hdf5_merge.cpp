#include "analysis/hdf5_merge.hpp"

#include "analysis/hdf5_reader.hpp"

namespace lastmile::analysis {
namespace {

using Cells = std::vector<std::vector<Cell>>;

std::vector<Cell> read_column(const Hdf5Reader& reader, const std::string& table,
                              const Column& column) {
  const auto cells = [](const auto& values) {
    return std::vector<Cell>(values.begin(), values.end());
  };
  switch (column.type) {
    case ColumnType::real:
      return cells(reader.reals(table, column.name));
    case ColumnType::integer:
      return cells(reader.integers(table, column.name));
    case ColumnType::text:
      return cells(reader.texts(table, column.name));
  }
  return {};
}

void append_table(Hdf5Sink& sink, const Hdf5Reader& reader, const std::string& table) {
  const TableSchema schema = reader.schema(table);
  sink.declare(schema);
  Cells columns;
  for (const Column& column : schema.columns) columns.push_back(read_column(reader, table, column));
  const std::size_t rows = reader.rows(table);
  for (std::size_t i = 0; i < rows; ++i) {
    Row row;
    for (auto& column : columns) row.push_back(std::move(column.at(i)));
    sink.record(table, row);
  }
}

}  // namespace

bool append_part(Hdf5Sink& sink, const std::string& part) {
  const Hdf5Reader reader(part);
  for (const std::string& table : reader.tables()) append_table(sink, reader, table);
  sink.flush();
  return reader.complete();
}

}  // namespace lastmile::analysis
