// Bytes by hand, and files that are damaged.
#include "models/onnx/wire.hpp"

#include <doctest/doctest.h>

#include "tests/unit/models/onnx_samples.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::onnx;

namespace {

std::string refused(std::string_view bytes) {
  WireReader reader(bytes);
  Field field;
  try {
    while (reader.next(field)) {
    }
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("onnx wire: the encoding's own example and its kin") {
  // Field 1 = 150, as the documentation of the encoding has it.
  WireReader reader(std::string_view("\x08\x96\x01", 3));
  Field field;
  REQUIRE(reader.next(field));
  CHECK(field.number == 1);
  CHECK(field.integer() == 150);
  CHECK_FALSE(reader.next(field));
  WireWriter writer;
  writer.integer(1, 150);
  CHECK(writer.take() == std::string("\x08\x96\x01", 3));
  writer.integer(1, -1);  // ten bytes
  CHECK(writer.take().size() == 11);
}

TEST_CASE("onnx wire: lists, packed and not") {
  WireWriter writer;
  writer.integers(8, {1, -2, 300});
  writer.integer(8, 4);
  writer.reals(7, {0.5F, -3.0F});
  const std::string bytes = writer.take();
  WireReader reader(bytes);
  Field field;
  std::vector<std::int64_t> whole;
  std::vector<float> real;
  while (reader.next(field)) field.number == 8 ? field.integers(whole) : field.reals(real);
  CHECK(whole == std::vector<std::int64_t>{1, -2, 300, 4});
  CHECK(real == std::vector<float>{0.5F, -3.0F});
}

TEST_CASE("onnx wire: damage is refused with the byte") {
  CHECK(refused(std::string_view("\x08\x96", 2)) == "ONNX, byte 2: the message ends inside a number");
  CHECK(refused(std::string_view("\x0a\x05"
                                 "ab",
                                 4)) == "ONNX, byte 0: a field of 5 bytes where 2 are left");
  CHECK(refused(std::string_view("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10))
            .find("9223372036854775807 bytes") != std::string::npos);
  CHECK(refused(std::string_view("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12))
            .find("more than 10") != std::string::npos);
  CHECK(refused(std::string_view("\x0b", 1)) == "ONNX, byte 0: no such wire type");
  CHECK(refused(std::string_view("\x00\x00", 2)) == "ONNX, byte 0: no such field number");
}

TEST_CASE("onnx wire: every file that is cut off is refused or still a network") {
  using namespace lastmile::models::test;
  const std::string file =
      Sample({1, 3, 8, 8}).weights("w", {4, 3, 3, 3}).node("Conv", {"x", "w"}, {"y"}).file();
  std::size_t refused_files = 0;
  for (std::size_t size = 0; size < file.size(); ++size) {
    try {
      import_onnx(std::string_view(file).substr(0, size), "cut");
    } catch (const ConfigError&) {
      ++refused_files;
    }
  }
  CHECK(refused_files == file.size());
}
