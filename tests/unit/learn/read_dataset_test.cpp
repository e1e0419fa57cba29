#include "models/learn/read/read_dataset.hpp"

#include <doctest/doctest.h>

#include "models/learn/idx.hpp"
#include "models/learn/read/byte_reader.hpp"
#include "models/learn/read/cifar.hpp"
#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using lastmile::tests::Folder;

namespace {

std::string record(char label, char first) {
  return std::string(1, label) + first + std::string(kCifarRecord - 2, 'p');
}

}  // namespace

TEST_CASE("cifar: records of 3073 bytes") {
  const Dataset data = parse_cifar10(record(3, 'a') + record(9, 'b'), "c");
  CHECK(data.shape() == models::Shape{3, 32, 32});
  CHECK(data.labels() == std::vector<Label>{3, 9});
  CHECK(data.image(1)[0] == 'b');
  CHECK(data.image(1)[3071] == 'p');
  CHECK_THROWS_WITH_AS(parse_cifar10(record(3, 'a') + record(10, 'b'), "c"),
                       doctest::Contains("byte 3073: label 10 is not below 10"), ConfigError);
  CHECK_THROWS_WITH_AS(parse_cifar10(record(3, 'a') + "x", "c"),
                       doctest::Contains("byte 3073: ends inside a record"), ConfigError);
  CHECK_THROWS_AS(parse_cifar10("", "c"), ConfigError);
}

TEST_CASE("a path is read by what it holds") {
  const Folder folder;
  const std::string corpus = "tests/fuzz/corpus/";
  CHECK(read_dataset(corpus + "npz/stored").size() == 2);
  CHECK(read_dataset(corpus + "leaf/text").values() == Values::tokens);
  CHECK(read_dataset(corpus + "csv/quoted").classes() == 2);
  CHECK(read_dataset(corpus + "cifar/one").shape() == models::Shape{3, 32, 32});
  CHECK(read_dataset(folder.write("t.csv", "x,kind\n1,a\n"), {"", "kind"}).classes() == 1);
  CHECK_THROWS_WITH_AS(read_dataset(folder.write("odd", std::string("\0\1\2", 3))),
                       doctest::Contains("of no known format"), ConfigError);
  CHECK_THROWS_WITH_AS(read_dataset(folder.path / "none"), doctest::Contains("no such file"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(read_dataset(folder.path, {"tset", ""}),
                       doctest::Contains("did you mean 'test'"), ConfigError);
}

TEST_CASE("folders of CIFAR-10, IDX pairs and pictures have parts") {
  const Folder folder;
  folder.write("cifar/data_batch_1.bin", record(1, 'a'));
  folder.write("cifar/data_batch_2.bin", record(2, 'a') + record(3, 'a'));
  folder.write("cifar/test_batch.bin", record(4, 'a'));
  CHECK(read_dataset(folder.path / "cifar", {"train", ""}).size() == 3);
  CHECK(read_dataset(folder.path / "cifar", {"test", ""}).labels()[0] == 4);
  const Dataset digits = draw_digits(4, RandomStream(1, "d"));
  write_idx(digits, folder.path / "t10k-images-idx3-ubyte.gz",
            folder.path / "t10k-labels-idx1-ubyte.gz");
  CHECK(read_dataset(folder.path, {"test", ""}).digest() == digits.digest());
  CHECK(read_dataset(folder.path / "t10k-images-idx3-ubyte.gz").digest() == digits.digest());
  folder.write("shots/train/cat/a.pgm", "P5 1 1 255\na");
  CHECK(read_dataset(folder.path / "shots", {"train", ""}).size() == 1);
  CHECK_THROWS_WITH_AS(read_dataset(folder.path / "shots", {"test", ""}),
                       doctest::Contains("has no part 'test'"), ConfigError);
}

TEST_CASE("gzip: cut and damaged data, and bombs") {
  const std::string packed = read_bytes("tests/fuzz/corpus/idx/good");
  CHECK(unpacked("plain", "f") == "plain");
  std::ifstream in("tests/fuzz/corpus/idx/packed", std::ios::binary);
  const std::string zipped{std::istreambuf_iterator<char>(in), {}};
  CHECK(unpacked(zipped, "f") == packed);
  CHECK(unpacked(zipped + zipped, "f") == packed + packed);
  CHECK_THROWS_WITH_AS(unpacked(zipped.substr(0, 20), "f"), doctest::Contains("ends inside gzip"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(unpacked(zipped + "x", "f"), doctest::Contains("f, byte "), ConfigError);
}
