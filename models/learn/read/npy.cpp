#include "models/learn/read/npy.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "models/learn/read/byte_reader.hpp"

namespace lastmile::learn {
namespace {

template <class T>
double value(const char* at) {
  T v;
  std::memcpy(&v, at, sizeof v);
  return static_cast<double>(v);
}

/// What follows "'KEY':" in the header, without leading spaces.
std::string_view after_key(std::string_view header, const char* key, const ByteReader& in) {
  const std::string quoted = "'" + std::string(key) + "':";
  const std::size_t at = header.find(quoted);
  if (at == std::string_view::npos) in.refuse("the header does not say " + quoted);
  header.remove_prefix(at + quoted.size());
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  return header;
}

void read_type(std::string_view text, NpyArray& array, const ByteReader& in) {
  const std::string_view type = text.substr(0, 5);  // quote, order, kind, width, quote
  constexpr std::array<std::string_view, 11> known{"u1", "i1", "b1", "u2", "i2", "u4",
                                                   "i4", "u8", "i8", "f4", "f8"};
  const bool fits = type.size() == 5 && (type[1] == '<' || type[1] == '|') && type[4] == type[0] &&
                    std::find(known.begin(), known.end(), type.substr(2, 2)) != known.end();
  if (!fits)
    in.refuse("type " + std::string(text.substr(0, 20)) +
              "; little-endian integers, floats of 4 and 8 bytes and booleans are read");
  array.kind = type[2];
  array.width = static_cast<std::size_t>(type[3] - '0');
}

void read_sizes(std::string_view text, NpyArray& array, const ByteReader& in) {
  const std::size_t end = text.find(')');
  if (!text.starts_with('(') || end == std::string_view::npos) in.refuse("a shape without (...)");
  std::uint64_t total = 1;
  for (text = text.substr(1, end - 1); !text.empty();) {
    if (text[0] == ' ' || text[0] == ',') {
      text.remove_prefix(1);
      continue;
    }
    std::uint64_t size = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc() || size == 0 || size > in.left() / total || array.sizes.size() == 8)
      in.refuse("a size of the shape is no number, zero or more than the file holds");
    total *= size;
    array.sizes.push_back(size);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  }
}

}  // namespace

std::uint64_t NpyArray::elements() const { return bytes.size() / width; }

double NpyArray::at(std::size_t i) const {
  const char* from = bytes.data() + i * width;
  if (kind == 'f') return width == 4 ? value<float>(from) : value<double>(from);
  const bool is_signed = kind == 'i';
  switch (width) {
    case 1:
      return is_signed ? value<std::int8_t>(from) : value<std::uint8_t>(from);
    case 2:
      return is_signed ? value<std::int16_t>(from) : value<std::uint16_t>(from);
    case 4:
      return is_signed ? value<std::int32_t>(from) : value<std::uint32_t>(from);
    default:
      return is_signed ? value<std::int64_t>(from) : value<std::uint64_t>(from);
  }
}

NpyArray parse_npy(std::string_view bytes, const std::string& name) {
  static_assert(std::endian::native == std::endian::little);
  ByteReader in(bytes, name);
  if (in.take(6, "its header") != std::string_view("\x93NUMPY", 6)) in.refuse("is no .npy array");
  const std::uint64_t version = in.little(2, "its header");
  if (version != 1 && version != 2) in.refuse("format version is neither 1.0 nor 2.0");
  const std::uint64_t length = in.little(version == 1 ? 2 : 4, "its header");
  const std::string_view header = in.take(length, "its header");
  NpyArray array;
  read_type(after_key(header, "descr", in), array, in);
  if (!after_key(header, "fortran_order", in).starts_with("False")) in.refuse("not in C order");
  read_sizes(after_key(header, "shape", in), array, in);
  std::uint64_t total = array.width;
  for (const std::uint64_t size : array.sizes) total *= size;
  array.bytes = in.take(total, "its values");
  if (in.left() > 0) in.refuse("goes on after its values");
  return array;
}

}  // namespace lastmile::learn
