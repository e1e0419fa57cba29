// Attributes of HDF5 objects: text, integers, and lists of both. Private to analysis/*.cpp.
#pragma once

#include "analysis/hdf5_handle.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lastmile::analysis {

void write_attribute(hid_t object, const std::string& name, const std::string& text);
void write_attribute(hid_t object, const std::string& name, std::int64_t number);
void write_attribute(hid_t object, const std::string& name, double number);
void write_attribute(hid_t object, const std::string& name, const std::vector<std::string>& texts);
void write_attribute(hid_t object, const std::string& name,
                     const std::vector<std::int64_t>& numbers);

std::string read_text_attribute(hid_t object, const std::string& name);
std::int64_t read_integer_attribute(hid_t object, const std::string& name);
std::vector<std::string> read_texts_attribute(hid_t object, const std::string& name);

/// The texts behind pointers that HDF5 allocated; a null pointer is the empty text.
std::vector<std::string> copied_texts(const std::vector<char*>& pointers);
std::vector<const char*> text_pointers(const std::vector<std::string>& texts);

}  // namespace lastmile::analysis
