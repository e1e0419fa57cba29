#include "models/learn/read/image.hpp"

#include <doctest/doctest.h>

#include "models/learn/read/byte_reader.hpp"
#include "models/learn/read/image_folder.hpp"
#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using lastmile::tests::Folder;

namespace {

Picture sample(const char* name) {
  return parse_picture(read_bytes(std::string("tests/fuzz/corpus/picture/") + name), name);
}

void refuses(const std::string& bytes, const char* why) {
  CHECK_THROWS_WITH_AS(parse_picture(bytes, "p"), doctest::Contains(why), ConfigError);
}

}  // namespace

TEST_CASE("pictures: PGM and PPM") {
  CHECK(sample("grey.pgm").shape == models::Shape{1, 2, 3});
  CHECK(sample("grey.pgm").pixels == std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5});
  CHECK(sample("colour.ppm").shape == models::Shape{3, 1, 2});
  CHECK(sample("colour.ppm").pixels == std::vector<std::uint8_t>{0, 3, 1, 4, 2, 5});
}

TEST_CASE("pictures: PNG with each filter, a palette, and alpha that is dropped") {
  const Picture rgb = sample("rgb.png");
  REQUIRE(rgb.shape == models::Shape{3, 5, 3});
  // Row f was written with filter f from bytes (40 f + 7 i) mod 256.
  const auto red = [&](std::size_t y, std::size_t x) { return int{rgb.pixels[y * 3 + x]}; };
  CHECK(red(0, 1) == 21);                       // none
  CHECK(red(1, 1) == (61 + red(1, 0)) % 256);   // left
  CHECK(red(2, 1) == (101 + red(1, 1)) % 256);  // up
  CHECK(red(3, 1) == (141 + (red(3, 0) + red(2, 1)) / 2) % 256);
  CHECK(red(4, 0) == (160 + red(3, 0)) % 256);  // Paeth at the edge: up
  CHECK(sample("palette.png").pixels ==
        std::vector<std::uint8_t>{1, 4, 4, 1, 2, 5, 5, 2, 3, 6, 6, 3});
  CHECK(sample("grey_alpha.png").pixels == std::vector<std::uint8_t>{5, 12});
}

TEST_CASE("pictures: damage is refused with the byte") {
  refuses("GIF89a", "byte 0: neither PGM, PPM nor PNG");
  refuses("\xff\xd8\xff", "JPEG is not read");
  refuses("P5 2 2 255\nabc", "ends inside its pixels: 3 of 4 bytes");
  refuses("P5 2 2 255\nabcde", "goes on after its pixels");
  refuses("P5 2 2 65535\nabcd", "a size above 16384");
  refuses("P5 2 2 15\nabcd", "15 levels; 255 are read");
  refuses("P5 0 2 255\n", "without pixels");
  refuses("P5 x", "no number in its header");
  const std::string good = read_bytes("tests/fuzz/corpus/picture/rgb.png");
  refuses(good.substr(0, 40), "ends inside");
  std::string other = good;
  other[24] = 16;
  refuses(other, "only 8 bits a channel");
  other = good;
  other[28] = 1;
  refuses(other, "interlaced");
  other = good;
  other[18] = 0x30;
  refuses(other, "damaged packed data");
  other = good;
  other[16] = 0x30;
  refuses(other, "a side of 0 or above 16384");
  const std::string palette = read_bytes("tests/fuzz/corpus/picture/palette.png");
  other = palette;
  other[other.find("PLTE")] = 'p';
  refuses(other, "outside the palette");
}

TEST_CASE("a folder of classes is a data set") {
  const Folder folder;
  folder.write("all/cat/1.pgm", "P5 1 1 255\na");
  folder.write("all/cat/2.pgm", "P5 1 1 255\nb");
  folder.write("all/ant/9.pgm", "P5 1 1 255\nc");
  const Dataset data = read_image_folder(folder.path / "all");
  CHECK(data.labels() == std::vector<Label>{0, 1, 1});
  CHECK(data.image(2)[0] == 'b');
  folder.write("all/cat/3.pgm", "P5 2 1 255\nab");
  CHECK_THROWS_WITH_AS(read_image_folder(folder.path / "all"), doctest::Contains("must be alike"),
                       ConfigError);
  CHECK_THROWS_AS(read_image_folder(folder.path / "all" / "cat"), ConfigError);
}
