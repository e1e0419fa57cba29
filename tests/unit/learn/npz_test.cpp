// Archives are made by numpy (tests/fuzz/corpus/npz) or here, byte by byte.
#include "models/learn/read/npz.hpp"

#include <doctest/doctest.h>

#include "models/learn/read/byte_reader.hpp"
#include "models/learn/read/npy.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::learn;

namespace {

std::string little(std::uint64_t value, int bytes) {
  std::string text;
  for (; bytes > 0; --bytes, value >>= 8) text += static_cast<char>(value & 0xff);
  return text;
}

std::string npy(const std::string& type, const std::string& shape, const std::string& values) {
  std::string header =
      "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
  header += std::string(63 - (header.size() + 10) % 64, ' ') + "\n";
  return "\x93NUMPY" + little(1, 2) + little(header.size(), 2) + header + values;
}

/// Two stored members.
std::string zip(const std::string& x_name, const std::string& x, const std::string& y_name,
                const std::string& y) {
  std::string out, directory;
  for (const auto& [name, data] : {std::pair(x_name, x), std::pair(y_name, y)}) {
    const std::string sizes = little(0, 4) + little(data.size(), 4) + little(data.size(), 4) +
                              little(name.size(), 2) + little(0, 2);
    directory += little(0x02014b50, 4) + little(0, 4) + little(0, 2) + little(0, 2) + little(0, 4) +
                 sizes + little(0, 10) + little(out.size(), 4) + name;
    out += little(0x04034b50, 4) + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) +
           sizes + name + data;
  }
  return out + directory + "PK\x05\x06" + little(0, 4) + little(2, 2) + little(2, 2) +
         little(directory.size(), 4) + little(out.size(), 4) + little(0, 2);
}

const std::string kLabels = npy("<i8", "2,", little(1, 8) + little(0, 8));

void refuses(const std::string& bytes, const char* why) {
  CHECK_THROWS_WITH_AS(parse_npz(bytes, "t.npz"), doctest::Contains(why), ConfigError);
}

}  // namespace

TEST_CASE("npz: numpy's archives are read, stored and deflated") {
  const Dataset stored = parse_npz(read_bytes("tests/fuzz/corpus/npz/stored"), "f");
  CHECK(stored.values() == Values::pixels);
  CHECK(stored.shape() == models::Shape{3, 2, 2});
  CHECK(stored.image(1)[0] == 12);  // sample 1, red of its first pixel
  CHECK(stored.image(1)[4] == 13);  // green
  CHECK(stored.labels() == std::vector<Label>{0, 1});
  const Dataset deflated = parse_npz(read_bytes("tests/fuzz/corpus/npz/deflated"), "f");
  CHECK(deflated.values() == Values::features);
  CHECK(deflated.shape() == models::Shape{4, 1, 1});
  CHECK(deflated.features(2)[3] == 1.0F);
  CHECK(deflated.labels() == std::vector<Label>{0, 1, 2});
}

TEST_CASE("npz: shapes, names and parts") {
  const std::string grey = npy("|u1", "2, 1, 2", "abcd");
  CHECK(parse_npz(zip("x.npy", grey, "y.npy", kLabels), "t").shape() == models::Shape{1, 1, 2});
  const std::string rgb = npy("|u1", "2, 3, 1, 2", "abcdefghijkl");
  const Dataset planes = parse_npz(zip("images.npy", rgb, "labels.npy", kLabels), "t");
  CHECK(planes.shape() == models::Shape{3, 1, 2});
  CHECK(planes.image(0)[1] == 'b');
  const std::string trained = zip("x_train.npy", grey, "y_train.npy", kLabels);
  CHECK(parse_npz(trained, "t", "train").size() == 2);
  refuses(trained, "no array 'x'; it holds x_train.npy, y_train.npy");
  const std::string signs = npy("<i2", "2, 1", std::string("\xff\xff\x01\x00", 4));
  CHECK(parse_npz(zip("x.npy", signs, "y.npy", kLabels), "t").features(0)[0] == -1.0F);
}

TEST_CASE("npz: damage is refused with array and byte") {
  const auto with = [](const std::string& x) { return zip("x.npy", x, "y.npy", kLabels); };
  const std::string good = with(npy("|u1", "2, 1, 2", "abcd"));
  refuses("PK\x03\x04", "without directory");
  refuses(good.substr(0, good.size() - 30), "without directory");
  refuses(with(npy("<f4", "2, 1", "abcdefg")), "array 'x.npy', byte 128: ends inside its values");
  refuses(with(npy("|u1", "2, 1, 2", "abc")), "byte 128: a size of the shape");
  refuses(with(npy("|u1", "2, 1, 2", "abcde")), "goes on after its values");
  refuses(with(npy("|u1", "99999999999, 1", "abcd")), "more than the file holds");
  refuses(with(npy(">f4", "2, 1", "abcdefgh")), "type '>f4'");
  refuses(with(npy("|O8", "2, 1", "abcdefgh")), "type '|O8'");
  refuses(with(npy("|u1", "3, 1, 1", "abc")), "2 labels for another number of samples");
  refuses(with(npy("|u1", "2, 2, 1, 2", "abcdefgh")), "with C = 1 or 3");
  refuses(with(npy("<f4", "2", "abcdefgh")), "must have the shape (N, F)");
  refuses(with("no array"), "is no .npy array");
  std::string other = good;
  other[8] = 3;  // the local header says nothing about the method: the directory does
  CHECK(parse_npz(other, "t").size() == 2);
  const std::size_t entry = good.find("PK\x01\x02");
  other = good;
  other[entry + 10] = 12;
  refuses(other, "packed by method 12");
  other = good;
  other[entry + 8] = 1;
  refuses(other, "an encrypted member");
  other = good;
  other[entry + 10] = 8;
  refuses(other, "damaged packed data");
  other[entry + 27] = 127;
  refuses(other, "would unpack to");
}
