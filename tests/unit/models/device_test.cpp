#include "models/device.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
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

// The boards, phones and cards of the first library, whose bounds are closer.
bool of_the_first_ten(const Processor& one) {
  static const std::set<std::string> devices = {
      "aws-c5-4xlarge", "jetson-agx-orin", "jetson-nano",        "jetson-orin-nano", "raspberry-pi-3b-plus",
      "raspberry-pi-4", "raspberry-pi-5",  "snapdragon-8-gen-2", "tesla-t4",         "tesla-v100"};
  const bool came_later = one.kind == ProcessorKind::npu || (one.device == "raspberry-pi-5" && one.kind == ProcessorKind::gpu);
  return devices.count(one.device) > 0 && !came_later;
}

TEST_CASE("devices: fits of the first ten stay as close as they were") {
  int seen = 0;
  for (const std::string& name : library().names()) {
    for (const Processor& one : library().find(name).processors) {
      if (!of_the_first_ten(one)) continue;
      INFO(name << " " << one.name);
      ++seen;
      CHECK(one.residual.n >= 15);
      CHECK(one.residual.in_sample_mape < 0.25);
      CHECK(one.coefficients.seconds_per_layer >= 2e-6);
    }
  }
  CHECK(seen == 23);
}

TEST_CASE("devices: fits are calibrated, their errors stated and plausible") {
  for (const std::string& name : library().names()) {
    const DeviceProfile& device = library().find(name);
    for (const Processor& one : device.processors) {
      INFO(name << " " << one.name);
      const bool of_few_networks = device.kind == "mcu" || one.kind == ProcessorKind::npu;
      CHECK((one.coefficients.origin.provenance == Provenance::calibrated || name == "h100"));
      CHECK(one.residual.n >= (of_few_networks ? 3 : 11));
      CHECK(one.residual.in_sample_mape < 0.3);
      CHECK(one.residual.in_sample_mape <= one.residual.held_out_mape);
      CHECK(one.residual.held_out_mape <= one.residual.held_out_rmspe);
      CHECK(one.coefficients.seconds_per_layer >= (of_few_networks ? 0 : 1e-6));
      CHECK(one.coefficients.seconds_per_layer < 1e-3);
      CHECK_FALSE(one.coefficients.framework.empty());
      CHECK_FALSE(one.coefficients.date.empty());
    }
  }
}

TEST_CASE("devices: at least forty, of every class, from a microcontroller to the H100") {
  CHECK(library().names().size() >= 40);
  std::map<std::string, int> classes, kinds;
  for (const std::string& name : library().names()) {
    const DeviceProfile& device = library().find(name);
    ++classes[device.kind];
    for (const Processor& one : device.processors) ++kinds[std::string(to_string(one.kind))];
  }
  for (const char* kind : {"mcu", "board", "phone", "laptop", "desktop", "server", "gpu"}) {
    INFO(kind);
    CHECK(classes[kind] >= 3);
  }
  CHECK(classes.size() == 7);
  CHECK((kinds["cpu"] > 50 && kinds["gpu"] > 15 && kinds["npu"] > 10));
  CHECK(library().find("stm32l4r5").memory.value() < 1e6);
  CHECK(library().find("stm32l4r5").flash.value().value() == 2097152);
  CHECK_FALSE(library().find("raspberry-pi-4").flash.has_value());
  CHECK(library().find("h100").memory.value() > 8e10);
}

TEST_CASE("devices: threads fill clusters, big and little are processors of their own") {
  const DeviceProfile& board = library().find("rk3588");
  REQUIRE(board.clusters.size() == 2);
  CHECK(board.clusters[0].core == "cortex-a76");
  CHECK(board.clusters[0].clock.value() == doctest::Approx(2.4e9));
  CHECK(board.processor("little-4").clusters == std::vector<std::string>{"little"});
  CHECK(board.processor("cpu-8").clusters == std::vector<std::string>{"big", "little"});
  CHECK(board.processor("big-4").peak.flops.value() == doctest::Approx(4 * 2.4e9 * 32).epsilon(1e-3));
  CHECK(board.processor("little-4").load < board.processor("big-4").load);
  for (const std::string& name : library().names()) {
    const DeviceProfile& device = library().find(name);
    int cores = 0;
    for (const Cluster& one : device.clusters) cores += one.cores;
    for (const Processor& one : device.processors) {
      INFO(name << " " << one.name);
      if (!one.clusters.empty()) CHECK(one.threads <= cores);
    }
  }
}

TEST_CASE("devices: operating points as MLPerf Tiny measured them") {
  const Processor& npu = library().find("syntiant-ndp9120").processor();
  REQUIRE(npu.points.size() == 2);
  const OperatingPoint& slow = npu.points[1];
  CHECK(slow.clock.value().value() == doctest::Approx(30.7e6));
  CHECK(slow.volts.value() == 0.9);
  // 101.8 uJ at 62.3 inferences a second; 5.12 ms against 15.98 ms.
  CHECK(slow.load.value().value() == doctest::Approx(101.833e-6 * 62.267).epsilon(0.03));
  CHECK(slow.speed.value() == doctest::Approx(5.122 / 15.975).epsilon(0.03));
  const Processor& gpu = library().find("jetson-agx-orin").processor();
  REQUIRE(gpu.points.size() == 2);
  CHECK_FALSE(gpu.points[0].load.has_value());
  CHECK(gpu.points[1].load.value().value() == 14.82);
  CHECK(library().find("stm32u575").states.at(0).power.value() < 1e-4);
}

namespace {

// The text of a shipped file with a change.
DeviceProfile changed(const std::string& name, const std::string& from, const std::string& to) {
  std::string text = file_text(default_data_folder() / "devices" / (name + ".toml"));
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  const auto path = std::filesystem::temp_directory_path() /
                    ("lastmile_device_" + std::to_string(::getpid()) + ".toml");
  std::ofstream(path) << text.replace(at, from.size(), to);
  try {
    DeviceProfile profile = read_device(DataTable::read(path), path.parent_path());
    std::filesystem::remove(path);
    return profile;
  } catch (const ConfigError&) {
    std::filesystem::remove(path);
    throw;
  }
}

}  // namespace

TEST_CASE("devices: clusters, points and states are read strictly") {
  CHECK(changed("rk3588", "threads = 4", "threads = 3").processor().threads == 3);
  CHECK_THROWS_WITH_AS(changed("rk3588", "clusters = [\"big\"]", "clusters = [\"bigg\"]"),
                       doctest::Contains("big"), ConfigError);
  CHECK_THROWS_AS(changed("rk3588", "clusters = [\"big\"]", "clusters = []"), ConfigError);
  CHECK_THROWS_AS(changed("rk3588", "clusters = [\"big\"]", "clusters = [4]"), ConfigError);
  CHECK_THROWS_AS(changed("rk3588", "cores = 4", "cores = 0"), ConfigError);
  CHECK_THROWS_WITH_AS(changed("syntiant-ndp9120", "kind = \"npu\"", "kind = \"npv\""),
                       doctest::Contains("npu"), ConfigError);
  CHECK_THROWS_AS(changed("syntiant-ndp9120", "volts = 1.1", "volts = -1.1"), ConfigError);
  CHECK_THROWS_AS(changed("syntiant-ndp9120", "volts = 1.1", "volt = 1.1"), ConfigError);
  CHECK(changed("khadas-vim4", "busy_watts = 3.832", "busy_watts = 3.9").processor().energy->busy.value() == 3.9);
  CHECK_THROWS_WITH_AS(changed("khadas-vim4", "busy_watts = 3.832", "busy_watts = 1.0"),
                       doctest::Contains("idle"), ConfigError);
  CHECK_THROWS_AS(changed("khadas-vim4", "joules_per_mac = ", "joules_per_mac = -"), ConfigError);
  CHECK_THROWS_AS(changed("rk3588", "seconds_winograd = ", "seconds_winograd = -"), ConfigError);
  CHECK_THROWS_AS(changed("rk3588", "seconds_winograd = ", "seconds_vinograd = "), ConfigError);
  CHECK_THROWS_AS(changed("stm32u575", "[[state]]\nname", "[[state]]\nnames"), ConfigError);
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
