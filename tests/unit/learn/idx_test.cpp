#include "models/learn/idx.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <fstream>

#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using lastmile::tests::Folder;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("what is written is read, plain and compressed") {
  const Folder folder;
  const Dataset data = draw_digits(23, RandomStream(1, "digits"));
  for (const std::string end : {"", ".gz"}) {
    const fs::path images = folder.path / ("images" + end), labels = folder.path / ("labels" + end);
    write_idx(data, images, labels);
    const Dataset back = read_idx(images, labels);
    CHECK(back.digest() == data.digest());
    CHECK(back.shape() == data.shape());
  }
  CHECK(fs::file_size(folder.path / "images") == 16 + 23 * 28 * 28);
  CHECK(bytes_of(folder.path / "images.gz").substr(0, 2) == "\x1f\x8b");
}

TEST_CASE("damaged files are refused with their name and what is wrong") {
  const Folder folder;
  const Dataset data = draw_digits(5, RandomStream(1, "digits"));
  const fs::path images = folder.path / "i", labels = folder.path / "l",
                 packed = folder.path / "p.gz";
  write_idx(data, images, labels);
  write_idx(data, packed, folder.path / "ignored");
  const std::string good = bytes_of(images), zipped = bytes_of(packed);
  const auto refuses = [&](const std::string& bytes, const char* why) {
    const fs::path bad = folder.write("bad", bytes);
    CHECK_THROWS_WITH_AS(read_idx(bad, labels), doctest::Contains(why), ConfigError);
    CHECK_THROWS_WITH_AS(read_idx(bad, labels), doctest::Contains("bad"), ConfigError);
  };
  refuses("", "ends inside its header");
  refuses(good.substr(0, 9), "ends inside its header");
  refuses("hello world, no IDX", "not IDX");
  refuses(good.substr(0, good.size() - 1), "byte 16: ends inside its values: 3919 of 3920 bytes");
  refuses(good + "x", "goes on after");
  std::string other = good;
  other[2] = 0x0d;
  refuses(other, "element type 13");
  other = good;
  other[3] = 1;
  refuses(other, "byte 4: 1 dimensions; expected 3");
  other = good;
  other.replace(4, 12, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
  refuses(other, "too large");
  other = good;
  other[7] = 4;
  refuses(other, "byte 3152: goes on after");
  other = zipped;
  other[other.size() / 2] = static_cast<char>(other[other.size() / 2] ^ 0x55);
  CHECK_THROWS_AS(read_idx(folder.write("bad.gz", other), labels), ConfigError);
  CHECK_THROWS_AS(read_idx(folder.write("cut.gz", zipped.substr(0, zipped.size() / 2)), labels),
                  ConfigError);
  CHECK_THROWS_WITH_AS(read_idx(folder.path / "none", labels),
                       doctest::Contains("cannot be opened"), ConfigError);
  CHECK_THROWS_WITH_AS(read_idx(images, labels, 3), doctest::Contains("not below 3"), ConfigError);
}

TEST_CASE("images and labels must be as many") {
  const Folder folder;
  write_idx(draw_digits(5, RandomStream(1, "d")), folder.path / "i5", folder.path / "l5");
  write_idx(draw_digits(6, RandomStream(1, "d")), folder.path / "i6", folder.path / "l6");
  CHECK_THROWS_WITH_AS(read_idx(folder.path / "i5", folder.path / "l6"),
                       doctest::Contains("6 labels for 5 images"), ConfigError);
}
