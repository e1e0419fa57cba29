// PNG: chunks, one deflate stream of filtered rows, five filters.
#include <array>
#include <cstdlib>

#include "models/learn/read/byte_reader.hpp"
#include "models/learn/read/image.hpp"

namespace lastmile::learn {
namespace {

constexpr std::uint64_t kLargestSide = 16384;

struct PngHeader {
  std::size_t width = 0, height = 0;
  std::size_t colour = 0;    ///< 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGBA
  std::size_t channels = 0;  ///< of a filtered row
};

class PngReader {
 public:
  PngReader(std::string_view bytes, const std::string& file)
      : in_(bytes, "picture " + file), file_("picture " + file) {}

  Picture read() {
    in_.take(8, "its signature");
    for (bool more = true; more;) more = read_chunk();
    if (header_.width == 0) in_.refuse("no header");
    const std::size_t row = 1 + header_.width * header_.channels;
    std::string rows =
        inflated(packed_, row * header_.height, Packing::zlib, file_, in_.at() - packed_.size());
    for (std::size_t y = 0; y < header_.height; ++y) unfilter(rows, y, row);
    return picture(rows, row);
  }

 private:
  /// False at the last one.
  bool read_chunk() {
    const std::size_t size = in_.big(4, "a chunk");
    const std::string_view type = in_.take(4, "a chunk");
    if (type == "IHDR") {
      read_header(size);
      in_.take(4, "a chunk");
      return true;
    }
    const std::string_view data = in_.take(size, "a chunk");
    in_.take(4, "a chunk's check sum");
    if (type == "PLTE") palette_ = data;
    if (type == "IDAT") packed_ += data;
    return type != "IEND";
  }

  void read_header(std::size_t size) {
    if (size != 13 || header_.width != 0) in_.refuse("a header of another size, or a second one");
    header_.width = in_.big(4, "its header");
    header_.height = in_.big(4, "its header");
    if (header_.width == 0 || header_.height == 0 || header_.width > kLargestSide ||
        header_.height > kLargestSide)
      in_.refuse("a side of 0 or above " + std::to_string(kLargestSide));
    if (in_.big(1, "its header") != 8) in_.refuse("only 8 bits a channel are read");
    header_.colour = in_.big(1, "its header");
    constexpr std::array<std::size_t, 7> channels{1, 0, 3, 1, 2, 0, 4};
    if (header_.colour >= channels.size() || channels[header_.colour] == 0)
      in_.refuse("no such colour type");
    header_.channels = channels[header_.colour];
    if (in_.big(3, "its header") != 0) in_.refuse("interlaced or filtered by an unknown method");
  }

  void unfilter(std::string& rows, std::size_t y, std::size_t row) const {
    auto* const now = reinterpret_cast<std::uint8_t*>(rows.data()) + y * row;
    const std::uint8_t filter = now[0];
    if (filter > 4) in_.refuse("row " + std::to_string(y) + " has an unknown filter");
    const std::size_t step = header_.channels;
    for (std::size_t i = 1; i < row; ++i) {
      const int left = i > step ? now[i - step] : 0;
      const int up = y > 0 ? (now - row)[i] : 0;
      const int corner = y > 0 && i > step ? (now - row)[i - step] : 0;
      now[i] = static_cast<std::uint8_t>(now[i] + predicted(filter, left, up, corner));
    }
  }

  static int predicted(std::uint8_t filter, int left, int up, int corner) {
    switch (filter) {
      case 1:
        return left;
      case 2:
        return up;
      case 3:
        return (left + up) / 2;
      case 4:
        return paeth(left, up, corner);
      default:
        return 0;
    }
  }

  static int paeth(int left, int up, int corner) {
    const int guess = left + up - corner;
    const int a = std::abs(guess - left), b = std::abs(guess - up), c = std::abs(guess - corner);
    if (a <= b && a <= c) return left;
    return b <= c ? up : corner;
  }

  [[nodiscard]] Picture picture(const std::string& rows, std::size_t row) const {
    const bool grey = header_.colour == 0 || header_.colour == 4;
    const std::size_t channels = grey ? 1 : 3, plane = header_.width * header_.height;
    Picture result{{static_cast<std::int64_t>(channels), static_cast<std::int64_t>(header_.height),
                    static_cast<std::int64_t>(header_.width)},
                   std::vector<std::uint8_t>(channels * plane)};
    for (std::size_t y = 0; y < header_.height; ++y)
      for (std::size_t x = 0; x < header_.width; ++x) {
        const char* from = &rows[y * row + 1 + x * header_.channels];
        for (std::size_t c = 0; c < channels; ++c)
          result.pixels[c * plane + y * header_.width + x] =
              header_.colour == 3 ? entry(*from, c) : static_cast<std::uint8_t>(from[c]);
      }
    return result;
  }

  [[nodiscard]] std::uint8_t entry(char index, std::size_t channel) const {
    const std::size_t at =
        3 * static_cast<std::size_t>(static_cast<unsigned char>(index)) + channel;
    if (at >= palette_.size()) in_.refuse("a pixel outside the palette");
    return static_cast<std::uint8_t>(palette_[at]);
  }

  ByteReader in_;
  std::string file_;
  PngHeader header_;
  std::string_view palette_;
  std::string packed_;
};

}  // namespace

Picture parse_png(std::string_view bytes, const std::string& file) {
  return PngReader(bytes, file).read();
}

}  // namespace lastmile::learn
