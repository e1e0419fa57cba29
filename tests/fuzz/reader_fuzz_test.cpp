// Data files with random damage are read or refused with a ConfigError; nothing else happens. What
// libFuzzer found worth keeping (tests/fuzz/corpus/) is read too.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "sim/error.hpp"
#include "sim/random.hpp"
#include "tests/fuzz/readers.hpp"

using namespace lastmile;
using namespace lastmile::learn::test;

namespace {

std::vector<std::string> corpus(const std::string& reader) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator("tests/fuzz/corpus/" + reader)) {
    std::ifstream in(entry.path(), std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return files;
}

std::string wounded(std::string bytes, RandomStream& random) {
  const std::uint64_t wounds = 1 + random.below(3);
  for (std::uint64_t i = 0; i < wounds && !bytes.empty(); ++i) {
    const std::size_t at = random.below(bytes.size());
    const std::uint64_t kind = random.below(4);
    if (kind == 0) bytes.erase(at, random.below(20));
    if (kind == 1) bytes[at] = static_cast<char>(random.below(256));
    if (kind == 2) bytes.insert(at, bytes.substr(random.below(bytes.size()), random.below(20)));
    if (kind == 3) bytes.insert(at, std::to_string(random.next_u64() >> random.below(64)));
  }
  return bytes;
}

bool reads(const std::string& reader, const std::string& bytes) {
  try {
    read_as(reader, bytes);
    return true;
  } catch (const ConfigError&) {
    return false;
  }
}

}  // namespace

TEST_CASE("fuzz: damaged data files are read or refused") {
  RandomStream random(1, "readers");
  for (const std::string& reader : reader_names()) {
    CAPTURE(reader);
    int read = 0, refused = 0;
    const std::vector<std::string> files = corpus(reader);
    for (const std::string& file : files) {
      reads(reader, file) ? ++read : ++refused;
      for (std::size_t i = 0; i < 1000 / files.size(); ++i)
        reads(reader, wounded(file, random)) ? ++read : ++refused;
    }
    CHECK(read > 0);
    CHECK(refused > 100);
  }
}
