#include "models/device.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "models/data_file.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

const DeviceLibrary& library() {
  static const DeviceLibrary loaded = DeviceLibrary::load(default_data_folder() / "devices");
  return loaded;
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string without(std::string text, const std::string& key, std::size_t occurrence) {
  std::size_t at = 0;
  for (std::size_t i = 0; i <= occurrence; ++i) at = text.find("\n" + key + " = ", at + 1);
  REQUIRE(at != std::string::npos);
  return text.erase(at, text.find('\n', at + 1) - at);
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

}  // namespace

TEST_CASE("devices: the shipped ones load, and the first processor is the default") {
  for (const char* name : {"raspberry-pi-3b-plus", "raspberry-pi-4", "raspberry-pi-5",
                           "jetson-nano", "jetson-orin-nano", "jetson-agx-orin",
                           "snapdragon-8-gen-2", "aws-c5-4xlarge", "tesla-v100", "tesla-t4"}) {
    INFO(name);
    const DeviceProfile& device = library().find(name);
    CHECK(&device.processor() == &device.processors.front());
    CHECK(device.processor().device == name);
    CHECK(device.memory.value() > 1e8);
  }
  CHECK(library().find("raspberry-pi-4").processor().threads == 4);
  CHECK(library().find("jetson-agx-orin").processor().kind == ProcessorKind::gpu);
}

TEST_CASE("devices: every group of numbers in every file has a source and a provenance") {
  for (const char* folder : {"devices", "radios"}) {
    for (const auto& path : data_files(default_data_folder() / folder)) {
      INFO(path.string());
      const std::string text = file_text(path);
      const std::size_t groups = count(text, "\nsource = ");
      CHECK(groups > 0);
      for (std::size_t i = 0; i < groups; ++i) {
        CHECK_THROWS_AS(DataTable::parse(without(text, "source", i), "cut"), ConfigError);
        CHECK_THROWS_AS(DataTable::parse(without(text, "provenance", i), "cut"), ConfigError);
      }
    }
  }
}

TEST_CASE("devices: what is written from memory is never more than assumed") {
  for (const auto& path : data_files(default_data_folder() / "devices")) {
    std::istringstream lines(file_text(path));
    std::string before;
    for (std::string line; std::getline(lines, line); before = line) {
      if (line.find("source = \"remembered") != 0) continue;
      INFO(path.string() << ": " << line);
      CHECK(before == "provenance = \"assumed\"");
    }
  }
}

TEST_CASE("devices: fits are calibrated, their errors stated and plausible") {
  for (const std::string& name : library().names()) {
    for (const Processor& one : library().find(name).processors) {
      INFO(name << " " << one.name);
      CHECK(one.coefficients.origin.provenance == Provenance::calibrated);
      CHECK(one.residual.n >= 15);
      CHECK(one.residual.in_sample_mape < 0.25);
      CHECK(one.residual.in_sample_mape <= one.residual.held_out_mape);
      CHECK(one.residual.held_out_mape <= one.residual.held_out_rmspe);
      CHECK(one.coefficients.seconds_per_layer >= 2e-6);
      CHECK(one.coefficients.seconds_per_layer < 1e-3);
    }
  }
}

TEST_CASE("data file: wrong input is refused with file, group and key") {
  CHECK_THROWS_WITH_AS(DataTable::parse("a = [", "f.toml"), doctest::Contains("f.toml:1"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(DataTable::parse("[g]\nx = 1", "f.toml"),
                       doctest::Contains("[g]: the number 'x'"), ConfigError);
  CHECK_THROWS_AS(
      DataTable::parse("[[g]]\nx = 1\nsource = \"\"\nprovenance = \"assumed\"", "f.toml"),
      ConfigError);
  const DataTable file = DataTable::parse(
      "[g]\nx = -1\ns = \"t\"\nsource = \"a book\"\nprovenance = \"publisht\"", "f.toml");
  const DataTable group = file.table("g");
  CHECK_THROWS_WITH_AS(static_cast<void>(group.number("x")), doctest::Contains("negative"),
                       ConfigError);
  CHECK(group.signed_number("x") == -1);
  CHECK_THROWS_AS(static_cast<void>(group.number("s")), ConfigError);
  CHECK_THROWS_AS(static_cast<void>(group.text("x")), ConfigError);
  CHECK_THROWS_AS(static_cast<void>(group.number("missing")), ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(group.origin()), doctest::Contains("published"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(group.allow({"y"}), doctest::Contains("unknown key"), ConfigError);
  CHECK_THROWS_AS(static_cast<void>(file.table("h")), ConfigError);
  CHECK_THROWS_AS(DataTable::read("/nonexistent.toml"), ConfigError);
}

TEST_CASE("devices: unknown names are helped, an empty folder is refused") {
  CHECK_THROWS_WITH_AS(static_cast<void>(library().find("raspberry-pi-44")),
                       doctest::Contains("raspberry-pi-4"), ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(library().find("tesla-t4").processor("gpv")),
                       doctest::Contains("gpu"), ConfigError);
  CHECK_THROWS_AS(DeviceLibrary::load("/nonexistent"), ConfigError);
}
