#include <doctest/doctest.h>

#include "scenario_text.hpp"
#include "scenarios/host/script.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {
std::string after(const std::string& from, const std::string& to) {
  return error_of(replaced(kGoodScenario, from, to));
}
}  // namespace

TEST_CASE("the good scenario is good") { CHECK(error_of(kGoodScenario) == ""); }

TEST_CASE("errors name file, line and key") {
  CHECK(contains(after("momentum =", "momentun ="),
                 "s.lua:30: unknown key 'momentun' in training{}; did you mean 'momentum'?"));
  CHECK(contains(after("count = count", "count = 0"), "s.lua:16: 'count' in devices{}: 0 is out"));
  CHECK(contains(after("\"20m\"", "20"), "'radius' in disc{}: '20' lacks a unit"));
  CHECK(contains(after("lm.disc {", "lm.wan {"), "unknown key"));
  CHECK(contains(after("lm.disc { radius = \"20m\", height = \"2m\" }", "lm.iid {}"),
                 "expected at{}, disc{}, grid{}, line{}, area{}, got iid{}"));
  CHECK(contains(after("\"40MHz\"", "\"30MHz\""), "allowed are 20MHz, 40MHz and 80MHz"));
  CHECK(contains(after("lm.zoo \"camera_cnn\"", "lm.zoo \"camera_cn\""),
                 "did you mean 'camera_cnn'?"));
  CHECK(contains(after("alpha = 0.5", "alpha = 0"), "'alpha' in dirichlet{}"));
  CHECK(contains(after("\"1/s\"", "\"1Hzz\""), "rate of events"));
}

TEST_CASE("errors of meaning") {
  CHECK(contains(after("position = lm.disc { radius = \"20m\", height = \"2m\" },", ""),
                 "stands where another radio stands"));
  CHECK(contains(after("access_point = \"edge\"", "access_point = \"cameras\""), "are 3 nodes"));
  CHECK(contains(after("cloud = \"cloud\" }", "cloud = \"clod\" }"),
                 "unknown node 'clod'; did you mean 'cloud'?"));
  CHECK(contains(after("lm.range(1, 3)", "{ 1, 1 }"), "none twice"));
  CHECK(contains(after("exit = lm.confidence { threshold = 0.8 }", "exit = lm.place 'edge'"),
                 "'exit': expected one of confidence{}, entropy{}, got place{}"));
  CHECK(contains(after("edge = lm.device { profile = \"jetson-agx-orin\" }", "edge = lm.router {}"),
                 "the router 'edge' has no processor"));
  CHECK(contains(after("training = lm.training", "-- "), "s.lua:"));
  CHECK(contains(after("  model = lm.zoo \"camera_cnn\",\n", ""), "needs model, data, training"));
}

TEST_CASE("the sandbox has no way out") {
  CHECK(contains(error_of("local f = ('x').dump\nreturn f('')"), "nil value"));
  CHECK(contains(error_of("return getmetatable('').__index"), "'getmetatable' is not available"));
  CHECK(contains(error_of("return pcall"), "'pcall' is not available"));
  CHECK(contains(error_of("return _G.x"), "'_G' is not available"));
  CHECK(contains(error_of("while true do end"), "endless loop"));
  CHECK(contains(error_of("\x1bLua"), "s.lua"));
  CHECK(contains(error_of("error({})"), "not a text"));
  CHECK(contains(error_of("error('mine')"), "s.lua:1: mine"));
}

TEST_CASE("pairs goes in sorted order") {
  const std::string walk =
      "local text = ''\nfor k, v in pairs { b = 2, a = 1, [10] = 3, 7 } do text = text .. k .. v "
      "end\n";
  CHECK(contains(error_of(walk + "error(text)"), "17103a1b2"));
}

TEST_CASE("fields of what a constructor made cannot be read") {
  CHECK(contains(error_of("local lm = require 'lastmile'\nreturn lm.place('x').at"),
                 "s.lua:2: the fields of place{} cannot be read or set"));
}

TEST_CASE("few instructions that copy a lot run out of time") {
  const TemporaryFolder folder;
  ScriptLimits limits;
  limits.cpu_s = 0.05;
  const std::string file =
      folder.write("s.lua", "local s = ('x'):rep(1 << 20)\nfor i = 1, 1e6 do local y = s .. i end");
  Script script(file, {}, nullptr, limits);
  CHECK_THROWS_WITH_AS(script.run(),
                       doctest::Contains("s.lua:2: the scenario ran for more than 0.05 s"),
                       ConfigError);
}
