#include "analysis/hdf5_reader.hpp"

#include "analysis/hdf5_attributes.hpp"
#include "sim/error.hpp"

namespace lastmile::analysis {
namespace {

herr_t collect_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

std::vector<std::string> links(hid_t group, H5_index_t order) {
  std::vector<std::string> names;
  checked(H5Literate(group, order, H5_ITER_INC, nullptr, collect_name, &names));
  return names;
}

Handle open_dataset(hid_t group, const std::string& name) {
  return Handle(H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose);
}

ColumnType column_type(hid_t dataset) {
  const Handle type(H5Dget_type(dataset), H5Tclose);
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      return ColumnType::real;
    case H5T_INTEGER:
      return ColumnType::integer;
    case H5T_STRING:
      return ColumnType::text;
    default:
      throw Hdf5Failure("a column is neither number nor text");
  }
}

hsize_t length(hid_t dataset) {
  const Handle space(H5Dget_space(dataset), H5Sclose);
  hsize_t count = 0;
  if (H5Sget_simple_extent_ndims(space) != 1) throw Hdf5Failure("a column is not one-dimensional");
  checked(H5Sget_simple_extent_dims(space, &count, nullptr));
  return count;
}

void require_class(hid_t dataset, const std::string& name, ColumnType wanted) {
  if (column_type(dataset) != wanted) throw Hdf5Failure("column " + name + " is of another type");
}

template <class Value>
std::vector<Value> read_numbers(hid_t dataset, hid_t type) {
  std::vector<Value> values(length(dataset));
  if (!values.empty())
    checked(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
  return values;
}

std::vector<std::string> read_fixed_texts(hid_t dataset, std::size_t width) {
  std::string padded(length(dataset) * width, '\0');
  if (padded.empty()) return {};
  checked(H5Dread(dataset, fixed_text_type(width), H5S_ALL, H5S_ALL, H5P_DEFAULT, padded.data()));
  std::vector<std::string> texts;
  for (std::size_t start = 0; start < padded.size(); start += width) {
    const std::string_view text = std::string_view(padded).substr(start, width);
    texts.emplace_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

std::vector<std::string> read_texts(hid_t dataset) {
  const Handle stored(H5Dget_type(dataset), H5Tclose);
  if (checked(H5Tis_variable_str(stored)) == 0) return read_fixed_texts(dataset, H5Tget_size(stored));
  std::vector<char*> pointers(length(dataset));
  if (pointers.empty()) return {};
  const Handle type = text_type();
  const Handle space(H5Dget_space(dataset), H5Sclose);
  checked(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()));
  auto texts = copied_texts(pointers);
  checked(H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data()));
  return texts;
}

}  // namespace

struct Hdf5Reader::File {
  std::string path;
  Handle file;

  Handle group(const std::string& table) const {
    return Handle(H5Gopen2(file, table.c_str(), H5P_DEFAULT), H5Gclose);
  }
  Handle column(const std::string& table, const std::string& name) const {
    if (checked(H5Lexists(file, table.c_str(), H5P_DEFAULT)) == 0)
      throw Hdf5Failure("no table " + table);
    const Handle parent = group(table);
    if (checked(H5Lexists(parent, name.c_str(), H5P_DEFAULT)) == 0) {
      throw Hdf5Failure("table " + table + " has no column " + name);
    }
    return open_dataset(parent, name);
  }
  template <class Action>
  auto reading(Action&& action) const {
    try {
      return action();
    } catch (const Hdf5Failure& failure) {
      throw ConfigError("cannot read " + path + ": " + failure.what());
    }
  }
};

Hdf5Reader::Hdf5Reader(const std::string& path) : file_(std::make_unique<File>()) {
  file_->path = path;
  file_->reading([&] {
    prepare_hdf5();
    file_->file = open_for_reading(path);
    if (checked(H5Aexists(file_->file, "schema_version")) == 0) {
      throw Hdf5Failure("an HDF5 file, but not a result of this program");
    }
  });
}

Hdf5Reader::~Hdf5Reader() = default;

std::vector<std::string> Hdf5Reader::tables() const {
  return file_->reading([&] {
    auto names = links(file_->file, H5_INDEX_NAME);
    std::erase_if(names, [&](const std::string& name) {  // what is no table has no rows
      return checked(H5Lexists(file_->group(name), "row", H5P_DEFAULT)) == 0;
    });
    return names;
  });
}

TableSchema Hdf5Reader::schema(const std::string& table) const {
  return file_->reading([&] {
    const Handle group = file_->group(table);
    TableSchema schema{table, read_text_attribute(group, "description"), {}};
    for (const std::string& name : links(group, H5_INDEX_CRT_ORDER)) {
      if (name == "row") continue;
      const Handle dataset = open_dataset(group, name);
      schema.columns.push_back({name, column_type(dataset), read_text_attribute(dataset, "unit"),
                                read_text_attribute(dataset, "description")});
    }
    return schema;
  });
}

std::size_t Hdf5Reader::rows(const std::string& table) const {
  return file_->reading(
      [&] { return static_cast<std::size_t>(length(file_->column(table, "row"))); });
}

std::vector<double> Hdf5Reader::reals(const std::string& table, const std::string& column) const {
  return file_->reading([&] {
    const Handle dataset = file_->column(table, column);
    require_class(dataset, column, ColumnType::real);
    return read_numbers<double>(dataset, H5T_NATIVE_DOUBLE);
  });
}

std::vector<std::int64_t> Hdf5Reader::integers(const std::string& table,
                                               const std::string& column) const {
  return file_->reading([&] {
    const Handle dataset = file_->column(table, column);
    require_class(dataset, column, ColumnType::integer);
    return read_numbers<std::int64_t>(dataset, H5T_NATIVE_INT64);
  });
}

std::vector<std::string> Hdf5Reader::texts(const std::string& table,
                                           const std::string& column) const {
  return file_->reading([&] {
    const Handle dataset = file_->column(table, column);
    require_class(dataset, column, ColumnType::text);
    return read_texts(dataset);
  });
}

std::string Hdf5Reader::text_attribute(const std::string& name) const {
  return file_->reading([&] { return read_text_attribute(file_->file, name); });
}

std::int64_t Hdf5Reader::integer_attribute(const std::string& name) const {
  return file_->reading([&] { return read_integer_attribute(file_->file, name); });
}

}  // namespace lastmile::analysis
