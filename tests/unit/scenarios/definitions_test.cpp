#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "scenario_text.hpp"
#include "scenarios/host/definitions.hpp"
#include "scenarios/host/language.hpp"

using namespace lastmile::scenarios;

TEST_CASE("editors know every constructor") {
  for (const auto& schema : language_schemas()) {
    CHECK(contains(definitions_text(), "function lm." + lua_name(schema.name) + "(arguments)"));
  }
  CHECK(contains(definitions_text(), "---@field objective? \"latency\"|\"energy\"|\"weighted\""));
}

TEST_CASE("the definition file is current: lastmile list definitions > scenarios/lastmile.d.lua") {
  std::ifstream file("scenarios/lastmile.d.lua", std::ios::binary);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == definitions_text());
}
