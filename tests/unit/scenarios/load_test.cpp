#include <doctest/doctest.h>

#include <cmath>
#include <variant>

#include "scenario_text.hpp"
#include "scenarios/host/script.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

TEST_CASE("nodes are numbered as they are written, groups count from 1") {
  const Scenario s = load_text(kGoodScenario);
  REQUIRE(s.topology.nodes.size() == 5);
  CHECK(s.topology.nodes[0].name == "edge");
  CHECK(s.topology.nodes[1].name == "cameras[1]");
  CHECK(s.topology.nodes[3].name == "cameras[3]");
  CHECK(s.topology.nodes[4].name == "cloud");
  CHECK(s.profiles[2] == "raspberry-pi-4");
  CHECK(s.nodes_named("cameras", {}) == std::vector<network::NodeId>{1, 2, 3});
  CHECK(s.nodes_named("cameras[2]", {}) == std::vector<network::NodeId>{2});
  CHECK(s.workload->sources == std::vector<network::NodeId>{1, 2, 3});
  CHECK(s.seeds == std::vector<std::uint64_t>{1, 2, 3});
}

TEST_CASE("positions lie in the disc and depend on the seed alone") {
  const Scenario a = load_text(kGoodScenario, {{}, 7});
  const Scenario b = load_text(kGoodScenario, {{}, 7});
  const Scenario c = load_text(kGoodScenario, {{}, 8});
  const network::Position p = a.topology.nodes[1].position;
  CHECK(std::sqrt(p.x_m * p.x_m + p.y_m * p.y_m) <= 20);
  CHECK(p.z_m == 2);
  CHECK(p.x_m == b.topology.nodes[1].position.x_m);
  CHECK(p.x_m != c.topology.nodes[1].position.x_m);
}

TEST_CASE("one device more moves no other") {
  const Scenario three = load_text(kGoodScenario);
  const Scenario four = load_text(kGoodScenario, {{"count=4"}, 1});
  CHECK(three.topology.nodes[3].position.x_m == four.topology.nodes[3].position.x_m);
}

TEST_CASE("links carry units") {
  const Scenario s = load_text(kGoodScenario);
  REQUIRE(s.topology.links.size() == 3);
  CHECK(std::get<network::WifiLink>(s.topology.links[0]).width_mhz == 40);
  CHECK(std::get<network::AdhocLink>(s.topology.links[1]).members.size() == 3);
  const auto& wan = std::get<network::WiredLink>(s.topology.links[2]);
  CHECK(wan.rate.value() == 25e6);
  CHECK(wan.delay == Duration(20'000'000));
  CHECK(wan.wan);
}

TEST_CASE("--set changes the radio and nothing else") {
  const Scenario s = load_text(kGoodScenario, {{"radio=lte"}, 1});
  CHECK(std::get<network::LteLink>(s.topology.links[0]).bandwidth_rb == 25);
  CHECK(s.options[0].set);
  CHECK(contains(error_of(kGoodScenario, {{"radio=5g"}, 1}), "unknown value '5g'"));
  CHECK(contains(error_of(kGoodScenario, {{"raido=lte"}, 1}), "did you mean 'radio'?"));
  CHECK(contains(error_of(kGoodScenario, {{"count=x"}, 1}), "'x' is not a number"));
  CHECK(contains(error_of(kGoodScenario, {{"count"}, 1}), "KEY=VALUE"));
}

TEST_CASE("the seven levels") {
  const Scenario s = load_text(kGoodScenario);
  REQUIRE(s.strategies.size() == 7);
  const char* const training[] = {"central",   "central",   "central", "central",
                                  "federated", "federated", "gossip"};
  const char* const inference[] = {"place",     "partition", "partition", "place",
                                   "partition", "partition", "place"};
  for (int i = 0; i < 7; ++i) {
    const Strategy& strategy = s.strategies[static_cast<std::size_t>(i)];
    CHECK(strategy.level == i);
    CHECK(strategy.training->policy == training[i]);
    CHECK(strategy.inference.policy == inference[i]);
    CHECK(strategy.exit->parameters.number("threshold") == 0.8);
  }
  CHECK(s.strategies[4].training->parameters.text("through") == "edge");
  CHECK(s.strategies[5].inference.parameters.texts("between") ==
        std::vector<std::string>{"cameras", "edge"});
}

TEST_CASE("levels pass more arguments on, but not those that the level implies") {
  const std::string call = "lm.levels { devices = \"cameras\",";
  const Scenario s = load_text(replaced(kGoodScenario, "lm.levels { devices = \"cameras\",",
                                        call + " gossip = { neighbours = 4 },"));
  CHECK(s.strategies[6].training->parameters.count("neighbours") == 4);
  CHECK(contains(error_of(replaced(kGoodScenario, call, call + " central = { at = 'edge' },")),
                 "implied by the level"));
  CHECK(contains(error_of(replaced(kGoodScenario, call, call + " gossip = { neighbors = 1 },")),
                 "did you mean 'neighbours'?"));
}

TEST_CASE("strategies by name keep their order; a function can be called") {
  const Scenario s = load_text(replaced(
      kGoodScenario, "lm.levels { devices = \"cameras\", edge = \"edge\", cloud = \"cloud\" }",
      "{ zebra = lm.place \"edge\",\n mine = function(request, world)\n"
      " return { place = world.best, frames = request.frames + 1 } end,\n ant = lm.local_ {} }"));
  REQUIRE(s.strategies.size() == 3);
  CHECK(s.strategies[0].name == "zebra");
  CHECK(s.strategies[1].name == "mine");
  CHECK(s.strategies[2].name == "ant");
  REQUIRE(s.strategies[1].inference.function);
  Value request, world;
  request.kind = world.kind = Value::Kind::object;
  request.members = {{"frames", 16}};
  world.members = {{"best", "edge"}};
  const Value answer = s.script->call(*s.strategies[1].inference.function, {request, world});
  CHECK(answer.find("frames")->number == 17);
  CHECK(answer.find("place")->text == "edge");
}

TEST_CASE("what is resolved is one text, defaults included, the same every time") {
  const Scenario s = load_text(kGoodScenario);
  CHECK(s.resolved == load_text(kGoodScenario).resolved);
  CHECK(contains(s.resolved, "streams = 1"));
  CHECK(source_hash(s) == source_hash(load_text(kGoodScenario)));
  CHECK(source_hash(s) != source_hash(load_text(kGoodScenario + "-- more\n")));
}

TEST_CASE("modules beside the scenario") {
  const TemporaryFolder folder;
  folder.write("common.lua", "return { name = 'shared' }\n");
  const std::string text =
      replaced(kGoodScenario, "name = \"good\"", "name = require('common').name");
  const Scenario s = load_scenario(folder.write("s.lua", text), {});
  CHECK(s.name == "shared");
  CHECK(s.sources.size() == 2);
  folder.write("common.lua", "return require 'common'\n");
  CHECK_THROWS_AS(load_scenario(folder.path() + "/s.lua", {}), ConfigError);
}
