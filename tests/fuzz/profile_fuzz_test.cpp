// Profiles with random damage are imported or refused with a ConfigError; nothing else happens.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "models/import/profile.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"
#include "tests/unit/models/profile_samples.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

std::string damaged(std::string text, RandomStream& random) {
  const std::uint64_t wounds = 1 + random.below(3);
  for (std::uint64_t i = 0; i < wounds && !text.empty(); ++i) {
    const std::size_t at = random.below(text.size());
    const std::uint64_t kind = random.below(4);
    if (kind == 0) text.erase(at, random.below(30));
    if (kind == 1) text[at] = static_cast<char>(random.below(256));
    if (kind == 2) text.insert(at, text.substr(random.below(text.size()), random.below(30)));
    if (kind == 3) text.insert(at, std::to_string(random.next_u64() >> random.below(64)));
  }
  return text;
}

void check_times(const ImportedProfile& profile) {
  for (const TimeTable& table : profile.tables) {
    CHECK(std::isfinite(table.whole.seconds));
    for (const auto& [name, time] : table.layers) CHECK((time.seconds >= 0 && std::isfinite(time.seconds)));
    for (const auto& [call, time] : table.kernels) CHECK((time.seconds > 0 && std::isfinite(time.seconds)));
  }
}

}  // namespace

TEST_CASE("fuzz: damaged profiles are imported or refused") {
  const std::pair<const char*, const char*> samples[] = {
      {"benchncnn", kBenchncnn}, {"mnn", kMnn},           {"tflite", kTflite},
      {"trtexec", kTrtexec},     {"trtexec", kTrtexecLog}, {"tvm", kTvm}};
  RandomStream random(1, "profiles");
  ProfileOptions options;
  options.network = "mine";
  int refused = 0, read = 0;
  for (const auto& [format, text] : samples) {
    for (int i = 0; i < 2000; ++i) {
      const std::string wounded = damaged(text, random);
      try {
        check_times(import_profile(wounded, "f", format, options));
        ++read;
      } catch (const ConfigError&) {
        ++refused;
      }
    }
  }
  CHECK(refused > 1000);
  CHECK(read > 1000);
}
