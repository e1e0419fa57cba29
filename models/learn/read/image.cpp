#include "models/learn/read/image.hpp"

#include <cctype>

#include "models/learn/read/byte_reader.hpp"

namespace lastmile::learn {
namespace {

constexpr std::uint64_t kLargestSide = 16384;

/// A number of a PNM header: spaces and comments, digits.
std::uint64_t header_number(ByteReader& in) {
  std::uint64_t value = 0;
  bool digits = false;
  for (;;) {
    const char c = in.take(1, "its header")[0];
    if (c >= '0' && c <= '9') {
      value = value * 10 + static_cast<std::uint64_t>(c - '0');
      digits = true;
      if (value > kLargestSide) in.refuse("a size above " + std::to_string(kLargestSide));
    } else if (c == '#' && !digits) {
      while (in.take(1, "its header")[0] != '\n') {
      }
    } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      in.refuse("no number in its header");
    } else if (digits) {
      return value;
    }
  }
}

Picture parse_pnm(std::string_view bytes, const std::string& file) {
  ByteReader in(bytes, "picture " + file);
  const std::size_t channels = in.take(2, "its header")[1] == '6' ? 3 : 1;
  const std::uint64_t width = header_number(in), height = header_number(in);
  const std::uint64_t levels = header_number(in);
  if (width == 0 || height == 0) in.refuse("a picture without pixels");
  if (levels != 255) in.refuse(std::to_string(levels) + " levels; 255 are read");
  const std::string_view from = in.take(channels * width * height, "its pixels");
  if (in.left() > 0) in.refuse("goes on after its pixels");
  Picture picture{{static_cast<std::int64_t>(channels), static_cast<std::int64_t>(height),
                   static_cast<std::int64_t>(width)},
                  std::vector<std::uint8_t>(from.size())};
  const std::size_t plane = width * height;
  for (std::size_t i = 0; i < from.size(); ++i)
    picture.pixels[i % channels * plane + i / channels] = static_cast<std::uint8_t>(from[i]);
  return picture;
}

}  // namespace

Picture parse_picture(std::string_view bytes, const std::string& file) {
  if (bytes.starts_with("P5") || bytes.starts_with("P6")) return parse_pnm(bytes, file);
  if (bytes.starts_with("\x89PNG")) return parse_png(bytes, file);
  const bool jpeg = bytes.starts_with("\xff\xd8");
  ByteReader(bytes, "picture " + file)
      .refuse(std::string(jpeg ? "JPEG is not read" : "neither PGM, PPM nor PNG") +
              "; convert it to PNG");
}

}  // namespace lastmile::learn
