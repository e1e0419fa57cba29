// The small parts of the host: command lines, key places, JSON, order of starting.
#include <doctest/doctest.h>

#include "scenario_text.hpp"
#include "scenarios/host/arguments.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/key_places.hpp"
#include "scenarios/host/orchestrator.hpp"
#include "scenarios/host/verbs.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {
const CommandSpec kSpec = {"run",
                           "SCENARIO",
                           "runs",
                           {{"seeds", "N", "how many"},
                            {"set", "K=V", "option", true},
                            {"json", "", "JSON"},
                            {"network", "NAME", "backend", false, {"fluid", "ns3"}}}};
std::string refusal(const std::vector<std::string>& words) {
  try {
    parse_arguments(kSpec, words);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}
}  // namespace

TEST_CASE("options with a space or an equals sign") {
  const Arguments a = parse_arguments(
      kSpec, {"--seeds", "3", "x.lua", "--set=a=1", "--set", "b=2", "--json"});
  CHECK(a.positional() == "x.lua");
  CHECK(a.count("seeds", 1) == 3);
  CHECK(a.texts("set") == std::vector<std::string>{"a=1", "b=2"});
  CHECK(a.has("json"));
  CHECK_FALSE(a.text("network"));
  CHECK(a.command_line() == "lastmile run --seeds 3 x.lua --set=a=1 --set b=2 --json");
}

TEST_CASE("wrong command lines") {
  CHECK(contains(refusal({}), "SCENARIO is missing"));
  CHECK(contains(refusal({"a", "b"}), "takes one SCENARIO"));
  CHECK(contains(refusal({"a", "--sede", "1"}), "did you mean '--seeds'?"));
  CHECK(contains(refusal({"a", "--seeds"}), "--seeds needs N"));
  CHECK(contains(refusal({"a", "--seeds=1", "--seeds=2"}), "given twice"));
  CHECK(contains(refusal({"a", "--json=1"}), "takes no value"));
  CHECK(contains(refusal({"a", "--network=x"}), "Known: fluid, ns3") == false);
  CHECK(contains(refusal({"a", "--network=x"}), "fluid, ns3"));
  CHECK(contains(refusal({"a", "-n"}), "unknown option '-n'"));
  CHECK_THROWS_AS((void)parse_arguments(kSpec, {"a", "--seeds=0"}).count("seeds", 1), ConfigError);
}

TEST_CASE("every verb has help") {
  for (const Verb& verb : verbs()) {
    CHECK(contains(help_text(verb.spec), "usage: lastmile " + verb.spec.name));
    CHECK_FALSE(verb.spec.summary.empty());
  }
  CHECK_THROWS_WITH_AS(run_program({"rnu"}),
                       doctest::Contains("unknown verb 'rnu'; did you mean 'run'?"), ConfigError);
}

TEST_CASE("keys are found in their own table") {
  const std::string text =
      "-- wifi { power = 1 }\nreturn lm.wifi {\n  name = \"power = 3\", --[[ power = 4 ]]\n"
      "  inner = { power = 5 },\n  equal = a == b,\n  power\n    = 6,\n}\n";
  CHECK(key_line(text, 2, "wifi", "power") == 6);
  CHECK(key_line(text, 2, "wifi", "name") == 3);
  CHECK(key_line(text, 2, "wifi", "equal") == 5);
  CHECK(key_line(text, 2, "wifi", "absent") == 2);
  CHECK(key_line("f(", 1, "wifi", "x") == 1);
  CHECK(key_line("", 5, "wifi", "x") == 5);
}

TEST_CASE("JSON") {
  CHECK(json_text("a\"b\\c\n\x01") == "\"a\\\"b\\\\c\\n\\u0001\"");
  CHECK(json_number(0.5) == "0.5");
  CHECK(json_number(1.0 / 0.0) == "null");
  CHECK(json_object({{"a", "1"}, {"b", "null"}}) == "{\"a\": 1, \"b\": null}");
  CHECK(json_list({}) == "[]");
}

TEST_CASE("distinct trainings start first, once for each seed") {
  const Scenario s = load_text(kGoodScenario);
  std::vector<PlannedRun> runs;
  for (const char* network : {"ns3", "fluid"}) {
    for (std::size_t i = 0; i < 7; ++i) runs.push_back({network, i, 1});
  }
  const std::vector<std::size_t> order = starting_order(s, runs);
  REQUIRE(order.size() == 14);
  CHECK(std::vector<std::size_t>(order.begin(), order.begin() + 5) ==
        std::vector<std::size_t>{0, 4, 6, 1, 2});
}
