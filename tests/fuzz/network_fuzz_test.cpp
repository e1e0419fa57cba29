// Networks of other frameworks with random damage are imported or refused with a ConfigError; nothing else
// happens. For longer: tests/fuzz/CMakeLists.txt (libFuzzer), which starts from the same files.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "models/ncnn/param.hpp"
#include "models/onnx/imported.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

std::string damaged(std::string bytes, RandomStream& random) {
  const std::uint64_t wounds = 1 + random.below(3);
  for (std::uint64_t i = 0; i < wounds && !bytes.empty(); ++i) {
    const std::size_t at = random.below(bytes.size());
    const std::uint64_t kind = random.below(4);
    if (kind == 0) bytes.erase(at, random.below(12));
    if (kind == 1) bytes[at] = static_cast<char>(random.below(256));
    if (kind == 2) bytes.insert(at, bytes.substr(random.below(bytes.size()), random.below(30)));
    if (kind == 3)
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << random.below(8)));
  }
  return bytes;
}

bool reads(const std::string& bytes, bool onnx) {
  ImportOptions options;
  options.most_floats = 1 << 16;
  try {
    const Graph graph = onnx ? import_onnx(bytes, "f", options).graph : import_ncnn(bytes, "f").graph;
    CHECK(graph.totals().macs >= 0);
    return true;
  } catch (const ConfigError&) {
    return false;
  }
}

}  // namespace

TEST_CASE("fuzz: damaged networks are imported or refused") {
  RandomStream random(1, "networks");
  int refused = 0, read = 0;
  for (const char* kind : {"onnx", "ncnn"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string("tests/fuzz/corpus/") + kind)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
      CAPTURE(entry.path().string());
      const bool onnx = kind == std::string("onnx");
      REQUIRE(reads(bytes, onnx));
      for (int i = 0; i < 2000; ++i) reads(damaged(bytes, random), onnx) ? ++read : ++refused;
    }
  }
  CHECK(refused > 2000);
  CHECK(read > 1000);
}
