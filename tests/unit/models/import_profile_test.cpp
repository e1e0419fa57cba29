// Profiles of other frameworks: samples written here in their formats, and damage to them.
#include "models/import/profile.hpp"

#include <doctest/doctest.h>

#include "models/data_file.hpp"
#include "sim/error.hpp"
#include "tests/unit/models/profile_samples.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

ImportedProfile read(const char* format, const std::string& text, ProfileOptions options = {}) {
  if (options.network.empty() && std::string_view(format).substr(0, 1) == "t") options.network = "mine";
  return import_profile(text, "a file", format, options);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("import profile: benchncnn") {
  const ImportedProfile profile = read("benchncnn", kBenchncnn);
  REQUIRE(profile.tables.size() == 2);
  CHECK(profile.threads == 4);
  CHECK(profile.kind == ProcessorKind::cpu);
  CHECK(profile.tables[1].network == "mobilenet_v1");
  CHECK(profile.tables[1].whole.seconds == doctest::Approx(0.113));
  CHECK(profile.tables[1].whole.noise_relative == doctest::Approx(0.01));
}

TEST_CASE("import profile: trtexec, fused layers and copies") {
  const TimeTable table = read("trtexec", kTrtexec).tables.at(0);
  CHECK(table.network == "mine");
  CHECK(table.layers.size() == 2);
  CHECK(table.layers.at("Conv_0").seconds == doctest::Approx(0.11e-3));
  CHECK(table.layers.at("Gemm_9").seconds == doctest::Approx(0.2e-3));
  CHECK(table.run_with.at("Clip_3") == "Conv_0");
  ProfileOptions whole{"mine", 8, true};
  const TimeTable sum = read("trtexec", kTrtexec, whole).tables.at(0);
  CHECK(sum.layers.empty());
  CHECK(sum.batch == 8);
  CHECK(sum.whole.seconds == doctest::Approx(0.31e-3));
}

TEST_CASE("import profile: trtexec, the table that it prints") {
  const TimeTable table = read("trtexec", kTrtexecLog).tables.at(0);
  CHECK(table.layers.size() == 2);
  CHECK(table.layers.at("{ForeignNode[771 + (Unnamed)...a]}").seconds == doctest::Approx(0.3e-3));
  CHECK(table.layers.at("Conv_235").seconds == doctest::Approx(0.08e-3));
  CHECK(table.run_with.at("Relu_236") == "Conv_235");
}

TEST_CASE("import profile: tflite, the table of the runs") {
  const ImportedProfile profile = read("tflite", kTflite);
  const TimeTable& table = profile.tables.at(0);
  CHECK(profile.threads == 4);
  CHECK(table.layers.size() == 2);
  CHECK(table.layers.at("conv/Relu6").seconds == doctest::Approx(4e-3));
  CHECK(table.layers.at("prob").noise_relative == doctest::Approx(0.05));
  CHECK(table.run_with.at("bn") == "conv/Relu6");
}

TEST_CASE("import profile: tvm, the fastest trial of a workload") {
  const TimeTable table = read("tvm", kTvm).tables.at(0);
  CHECK(table.kernels.size() == 2);
  double conv = 0;
  for (const auto& [call, time] : table.kernels) {
    if (call.rfind("conv", 0) == 0) conv = time.seconds;
  }
  CHECK(conv == 0.001);
}

TEST_CASE("import profile: mnn") {
  const ImportedProfile profile = read("mnn", kMnn);
  CHECK(profile.threads == 4);
  CHECK(profile.kind == ProcessorKind::cpu);
  CHECK(profile.tables.at(0).network == "resnet_v2_50");
  CHECK(profile.tables.at(1).network == "mobilenet_v1");
  CHECK(profile.tables.at(1).whole.seconds == doctest::Approx(4e-3));
  CHECK(profile.tables.at(1).whole.noise_relative == doctest::Approx(0.25));
}

TEST_CASE("import profile: damage is refused with file and line") {
  struct Damage {
    const char* format;
    std::string text;
    const char* why;
  };
  const Damage all[] = {
      {"benchncnn", replaced(kBenchncnn, "93.50", "-93.50"), "a file:8: '-93.50' is negative"},
      {"benchncnn", replaced(kBenchncnn, "93.50", "93.50/s"), "a file:8: '93.50/s' is not a number"},
      {"benchncnn", replaced(kBenchncnn, "93.50", "99.50"), "min <= avg <= max"},
      {"benchncnn", replaced(kBenchncnn, "avg =   94.25", ""), "a file:8: expected"},
      {"benchncnn", "loop_count = 8\n", "no times in it"},
      {"trtexec", replaced(kTrtexec, "0.06", "-0.06"), "negative"},
      {"trtexec", replaced(kTrtexec, "\"averageMs\" : 0.06", "\"averageMs\" : \"0.06\""), "a file: "},
      {"trtexec", replaced(kTrtexec, ", { \"name\" : \"Gemm_9\"", "{ \"name\" : \"Gemm_9\""), "a file: "},
      {"trtexec", "[]", "no layer"},
      {"trtexec", replaced(kTrtexecLog, "0.0800", "-0.0800"), "a file:4: '-0.0800' is negative"},
      {"trtexec", replaced(kTrtexecLog, "Total", "Sum"), "a file:6: expected"},
      {"trtexec", replaced(kTrtexecLog, "Conv_235 + Relu_236", ""), "a file:4: expected"},
      {"tflite", replaced(kTflite, "[avg ms]\t     [%]", "[mean ms]\t     [%]"), "no column [avg ms]"},
      {"tflite", replaced(kTflite, "4.000\t  80.0%", "-4.000\t  80.0%"), "a file:13: '-4.000' is negative"},
      {"tflite", replaced(kTflite, "\t        1\t[prob]:1", ""), "a file:14: expected 8 columns"},
      {"tflite", replaced(kTflite, "[prob]", "[bn]"), "listed twice"},
      {"tvm", replaced(kTvm, "[[0.0005]", "[[-0.0005]"), "a file:4: "},
      {"tvm", replaced(kTvm, "float32", "int8"), "a file:1: "},
      {"tvm", replaced(kTvm, "[2, 2]", "[2, 1]"), "unequal"},
      {"tvm", "{\"input\": []}\n", "a file:1: "},
      {"mnn", replaced(kMnn, "347.000ms", "-347.000ms"), "a file:4: '-347.000' is negative"},
      {"mnn", replaced(kMnn, "min =", "least ="), "a file:4: expected"}};
  for (const Damage& damage : all) {
    INFO(damage.format << ": " << damage.why);
    CHECK_THROWS_WITH_AS(static_cast<void>(read(damage.format, damage.text)), doctest::Contains(damage.why),
                         ConfigError);
  }
  CHECK_THROWS_WITH_AS(static_cast<void>(import_profile(kTrtexec, "a file", "trtexec", {})),
                       doctest::Contains("--network"), ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(read("benchnccn", "")), doctest::Contains("benchncnn"), ConfigError);
}

TEST_CASE("import profile: the device file reads back as what was imported") {
  const DeviceLibrary library = DeviceLibrary::load(default_data_folder() / "devices");
  const DeviceProfile& base = library.find("raspberry-pi-4");
  for (const auto& [format, text] : {std::pair("tflite", kTflite), std::pair("tvm", kTvm),
                                     std::pair("mnn", kMnn), std::pair("benchncnn", kBenchncnn)}) {
    const ImportedProfile profile = read(format, text);
    const DerivedDevice device{"mine", base.name, "cpu-4", "a \"quoted\" file"};
    const std::string written = device_text(profile, device, base.processor("cpu-4"));
    const DeviceProfile derived = derive_device(DataTable::parse(written, "mine.toml"), base);
    REQUIRE(derived.processor().tables.size() == profile.tables.size());
    for (std::size_t i = 0; i < profile.tables.size(); ++i) {
      const TimeTable &there = derived.processor().tables[i], &here = profile.tables[i];
      CHECK(there.whole.seconds == here.whole.seconds);
      CHECK(there.run_with == here.run_with);
      CHECK(there.layers.size() == here.layers.size());
      for (const auto& [name, time] : here.layers) CHECK(there.layers.at(name).seconds == time.seconds);
      for (const auto& [call, time] : here.kernels) CHECK(there.kernels.at(call).seconds == time.seconds);
    }
  }
}

TEST_CASE("import profile: a profile of other threads or another kind of processor is refused") {
  const DeviceLibrary library = DeviceLibrary::load(default_data_folder() / "devices");
  const DeviceProfile& pi = library.find("raspberry-pi-4");
  const DerivedDevice device{"mine", pi.name, "cpu-1", "a file"};
  CHECK_THROWS_WITH_AS(device_text(read("benchncnn", kBenchncnn), device, pi.processor("cpu-1")),
                       doctest::Contains("4 threads"), ConfigError);
  CHECK_THROWS_WITH_AS(device_text(read("trtexec", kTrtexec), device, pi.processor("cpu-4")),
                       doctest::Contains("gpu"), ConfigError);
}
