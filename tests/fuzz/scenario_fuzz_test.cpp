// Scenarios with random damage either load or are refused with a ConfigError; nothing else happens.
#include <doctest/doctest.h>

#include <string>

#include "../unit/scenarios/scenario_text.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

std::string damaged(std::string text, RandomStream& random) {
  const std::uint64_t wounds = 1 + random.below(3);
  for (std::uint64_t i = 0; i < wounds && !text.empty(); ++i) {
    const std::size_t at = random.below(text.size());
    const std::size_t length = std::min<std::size_t>(random.below(12), text.size() - at);
    switch (random.below(4)) {
      case 0: text.erase(at, length); break;
      case 1: text[at] = static_cast<char>(random.below(256)); break;
      case 2: text.insert(at, text.substr(random.below(text.size()), length)); break;
      default: text.insert(at, std::to_string(random.next_u64() >> random.below(64))); break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("damaged scenarios are refused or load") {
  RandomStream random(1, "fuzz/scenario");
  const TemporaryFolder folder;
  int refused = 0, loaded = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string text = damaged(kGoodScenario, random);
    CAPTURE(text);
    const std::string file = folder.write("s.lua", text);
    try {
      load_scenario(file, {});
      ++loaded;
    } catch (const ConfigError&) {
      ++refused;
    }
  }
  CHECK(refused > 100);
  CHECK(loaded > 10);
}
