// Pictures as users have them: PGM, PPM and PNG.
//
// Reads    binary PGM (P5) and PPM (P6) with 255 levels; PNG with 8 bits a channel, not interlaced:
//          grey, grey with alpha, RGB, RGBA (alpha is dropped), palette
// Source   PNM: netpbm's pgm(5), ppm(5); PNG: W3C recommendation, second edition (ISO/IEC 15948)
// Errors   ConfigError with file and byte
// Ignores  check sums, gamma, colour profiles, JPEG (convert it to PNG)
// Tests    tests/unit/learn/image_test.cpp, tests/fuzz/
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/layer.hpp"

namespace lastmile::learn {

struct Picture {
  models::Shape shape;               ///< 1 or 3 channels
  std::vector<std::uint8_t> pixels;  ///< [channel][row][column]
};

/// What is done to a picture after reading; empty: nothing.
using PictureChange = std::function<Picture(const Picture&)>;

/// Any of them, by its first bytes.
Picture parse_picture(std::string_view bytes, const std::string& file);

Picture parse_png(std::string_view bytes, const std::string& file);

}  // namespace lastmile::learn
