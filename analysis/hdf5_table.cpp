#include "analysis/hdf5_table.hpp"

#include "analysis/hdf5_attributes.hpp"
#include "sim/error.hpp"

#include <hdf5_hl.h>

namespace lastmile::analysis {
namespace {

constexpr hsize_t kChunkRows = 256, kCompressedChunkRows = 8192;
constexpr unsigned kDeflateLevel = 1;    // higher ones cost time and gain little on numbers
constexpr unsigned kLinksInHeader = 1024;  // keeps the order of the columns without an index

Handle create_group(hid_t file, const std::string& name) {
  const Handle properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  checked(H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED));
  checked(H5Pset_link_phase_change(properties, kLinksInHeader, kLinksInHeader));
  checked(H5Pset_obj_track_times(properties, false));
  return Handle(H5Gcreate2(file, name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Gclose);
}

Handle create_dataset(hid_t group, const Column& column, hid_t type, bool compressed) {
  const hsize_t none = 0;
  const hsize_t endless = H5S_UNLIMITED;
  const Handle space(H5Screate_simple(1, &none, &endless), H5Sclose);
  const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  checked(H5Pset_chunk(properties, 1, compressed ? &kCompressedChunkRows : &kChunkRows));
  if (compressed) {
    checked(H5Pset_shuffle(properties));
    checked(H5Pset_deflate(properties, kDeflateLevel));
  }
  checked(H5Pset_obj_track_times(properties, false));
  Handle dataset(
      H5Dcreate2(group, column.name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
      H5Dclose);
  write_attribute(dataset, "unit", column.unit);
  write_attribute(dataset, "description", column.description);
  return dataset;
}

Handle stored_type(ColumnType type, std::size_t text_width) {
  if (text_width > 0) return fixed_text_type(text_width);
  if (type == ColumnType::text) return text_type();
  return Handle(H5Tcopy(type == ColumnType::real ? H5T_IEEE_F64LE : H5T_STD_I64LE), H5Tclose);
}

void write_rows(hid_t dataset, hid_t type, hsize_t start, hsize_t count, const void* data) {
  const hsize_t end = start + count;
  checked(H5Dset_extent(dataset, &end));
  const Handle file_space(H5Dget_space(dataset), H5Sclose);
  checked(H5Sselect_hyperslab(file_space, H5S_SELECT_SET, &start, nullptr, &count, nullptr));
  const Handle memory_space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  checked(H5Dwrite(dataset, type, memory_space, file_space, H5P_DEFAULT, data));
}

}  // namespace

Hdf5Table::Hdf5Table(hid_t file, const TableSchema& schema, TableStorage storage)
    : file_(file), schema_(schema), storage_(std::move(storage)) {
  scale_.buffer = std::vector<std::int64_t>();
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    Stored& stored = columns_.emplace_back();
    stored.buffer = empty_column(schema.columns[i].type);
    if (!storage_.text_widths.empty()) stored.text_width = storage_.text_widths.at(i);
  }
}

void Hdf5Table::create() {
  group_ = create_group(file_, schema_.name);
  write_attribute(group_, "description", schema_.description);
  const Column row{"row", ColumnType::integer, "1", "number of the row, from 0"};
  scale_.dataset = create_dataset(group_, row, H5T_STD_I64LE, storage_.compressed);
  checked(H5DSset_scale(scale_.dataset, "row"));
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = schema_.columns[i];
    Stored& stored = columns_[i];
    stored.dataset = create_dataset(group_, column, stored_type(column.type, stored.text_width),
                                    storage_.compressed);
    if (stored.text_width > 0) write_attribute(stored.dataset, "_Encoding", std::string("utf-8"));
    checked(H5DSattach_scale(columns_[i].dataset, scale_.dataset, 0));
  }
}

void Hdf5Table::add(const Row& row) {
  SIM_CHECK(row.size() == columns_.size(), "table " + schema_.name + ": wrong number of cells");
  for (std::size_t i = 0; i < row.size(); ++i) {
    SIM_CHECK(row[i].index() == columns_[i].buffer.index(),
              "table " + schema_.name + ", column " + schema_.columns[i].name + ": wrong type");
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    std::visit(
        [&](auto& cells) {
          using Value = typename std::decay_t<decltype(cells)>::value_type;
          cells.push_back(std::get<Value>(row[i]));
          if constexpr (std::is_same_v<Value, std::string>) text_bytes_ += cells.back().size();
        },
        columns_[i].buffer);
  }
  number_rows(1);
}

void Hdf5Table::add(const std::vector<ColumnData>& columns) {
  SIM_CHECK(columns.size() == columns_.size(), "table " + schema_.name + ": wrong number of columns");
  std::size_t rows = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    SIM_CHECK(columns[i].index() == columns_[i].buffer.index(),
              "table " + schema_.name + ", column " + schema_.columns[i].name + ": wrong type");
    std::visit(
        [&](auto& cells) {
          const auto& added = std::get<std::decay_t<decltype(cells)>>(columns[i]);
          cells.insert(cells.end(), added.begin(), added.end());
          if constexpr (std::is_same_v<std::decay_t<decltype(added)>, std::vector<std::string>>) {
            for (const std::string& text : added) text_bytes_ += text.size();
          }
          rows = added.size();
        },
        columns_[i].buffer);
  }
  number_rows(rows);
}

void Hdf5Table::number_rows(std::size_t added) {
  auto& numbers = std::get<std::vector<std::int64_t>>(scale_.buffer);
  for (std::size_t i = 0; i < added; ++i) numbers.push_back(static_cast<std::int64_t>(rows_ + buffered_ + i));
  buffered_ += added;
}

std::size_t Hdf5Table::bytes_wanted() const {
  constexpr std::size_t kHeapOverhead = 48;  // of HDF5's heap, a text
  constexpr std::size_t kNodes = 16384;  // header, index and heap blocks that may be new, a column
  constexpr std::size_t kCell = 16;
  if (buffered_ == 0) return 0;
  const std::size_t cells = buffered_ + 2 * (storage_.compressed ? kCompressedChunkRows : kChunkRows);
  return (columns_.size() + 1) * (cells * kCell + kNodes + buffered_ * kHeapOverhead) +
         2 * text_bytes_;
}

void Hdf5Table::append(const Stored& column) const {
  std::visit(
      [&](const auto& cells) {
        using Value = typename std::decay_t<decltype(cells)>::value_type;
        if constexpr (std::is_same_v<Value, std::string>) {
          append_texts(column, cells);
        } else if constexpr (std::is_same_v<Value, double>) {
          write_rows(column.dataset, H5T_NATIVE_DOUBLE, rows_, buffered_, cells.data());
        } else {
          write_rows(column.dataset, H5T_NATIVE_INT64, rows_, buffered_, cells.data());
        }
      },
      column.buffer);
}

void Hdf5Table::append_texts(const Stored& column, const std::vector<std::string>& texts) const {
  if (column.text_width == 0) {
    write_rows(column.dataset, text_type(), rows_, buffered_, text_pointers(texts).data());
    return;
  }
  const std::size_t width = column.text_width;
  std::string padded(texts.size() * width, '\0');
  for (std::size_t i = 0; i < texts.size(); ++i) {
    SIM_CHECK(texts[i].size() <= width, "table " + schema_.name + ": a text longer than its column");
    texts[i].copy(padded.data() + i * width, width);
  }
  write_rows(column.dataset, fixed_text_type(width), rows_, buffered_, padded.data());
}

void Hdf5Table::write() {
  if (buffered_ == 0) return;
  if (!group_.valid()) create();
  const auto clear = [](Stored& column) {
    std::visit([](auto& cells) { cells.clear(); }, column.buffer);
  };
  append(scale_);
  for (const Stored& column : columns_) append(column);
  clear(scale_);
  for (Stored& column : columns_) clear(column);
  rows_ += buffered_;
  buffered_ = 0;
  text_bytes_ = 0;
}

}  // namespace lastmile::analysis
