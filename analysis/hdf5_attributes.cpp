#include "analysis/hdf5_attributes.hpp"

namespace lastmile::analysis {
namespace {

void write(hid_t object, const std::string& name, hid_t type, hid_t space, const void* data) {
  if (checked(H5Aexists(object, name.c_str())) > 0) checked(H5Adelete(object, name.c_str()));
  const Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose);
  const char nothing = 0;  // an empty list has no data, but HDF5 wants an address
  checked(H5Awrite(attribute, type, data ? data : &nothing));
}

Handle scalar() { return Handle(H5Screate(H5S_SCALAR), H5Sclose); }

Handle list(std::size_t size) {
  const hsize_t dimension = size;
  return Handle(H5Screate_simple(1, &dimension, nullptr), H5Sclose);
}

}  // namespace

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
  const char* data = text.c_str();
  write(object, name, text_type(), scalar(), &data);
}

void write_attribute(hid_t object, const std::string& name, std::int64_t number) {
  write(object, name, H5T_NATIVE_INT64, scalar(), &number);
}

void write_attribute(hid_t object, const std::string& name, double number) {
  write(object, name, H5T_NATIVE_DOUBLE, scalar(), &number);
}

void write_attribute(hid_t object, const std::string& name, const std::vector<std::string>& texts) {
  const auto pointers = text_pointers(texts);
  write(object, name, text_type(), list(texts.size()), pointers.data());
}

void write_attribute(hid_t object, const std::string& name,
                     const std::vector<std::int64_t>& numbers) {
  write(object, name, H5T_NATIVE_INT64, list(numbers.size()), numbers.data());
}

std::vector<const char*> text_pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  pointers.reserve(texts.size());
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return pointers;
}

std::vector<std::string> copied_texts(const std::vector<char*>& pointers) {
  std::vector<std::string> texts;
  texts.reserve(pointers.size());
  for (const char* pointer : pointers) texts.emplace_back(pointer ? pointer : "");
  return texts;
}

std::vector<std::string> read_texts_attribute(hid_t object, const std::string& name) {
  const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
  const Handle stored(H5Aget_type(attribute), H5Tclose);
  if (checked(H5Tis_variable_str(stored)) == 0) throw Hdf5Failure("'" + name + "' is no text");
  const Handle space(H5Aget_space(attribute), H5Sclose);
  std::vector<char*> pointers(
      static_cast<std::size_t>(checked(H5Sget_simple_extent_npoints(space))));
  if (pointers.empty()) return {};
  const Handle type = text_type();
  checked(H5Aread(attribute, type, pointers.data()));
  auto texts = copied_texts(pointers);
  checked(H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data()));
  return texts;
}

std::string read_text_attribute(hid_t object, const std::string& name) {
  const auto texts = read_texts_attribute(object, name);
  return texts.empty() ? "" : texts.front();
}

std::int64_t read_integer_attribute(hid_t object, const std::string& name) {
  const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
  const Handle space(H5Aget_space(attribute), H5Sclose);
  if (checked(H5Sget_simple_extent_npoints(space)) != 1)
    throw Hdf5Failure("'" + name + "' is a list");
  std::int64_t number = 0;
  checked(H5Aread(attribute, H5T_NATIVE_INT64, &number));
  return number;
}

}  // namespace lastmile::analysis
