#include <doctest/doctest.h>

#include <string>

#include "sim/schema.hpp"
#include "sim/error.hpp"

using namespace lastmile;

namespace {

const Place kCall{"s.lua", 10};

Schema wifi_schema() {
  return {"wifi",
          {required("radio", ParameterKind::name, "who sends"),
           optional("channel", ParameterKind::count, 36, "5 GHz channel").between(1, 200),
           optional("delay", ParameterKind::duration, "1ms", "one way").between(0, 1),
           choice("standard", {"n", "ac", "ax"}, "ax", "IEEE 802.11 amendment"),
           optional("power", ParameterKind::power_dbm, "transmit power"),
           optional("stations", ParameterKind::names, "who listens"),
           optional("on", ParameterKind::flag, true, "switched on"),
           optional("weights", ParameterKind::number_list, "weights")}};
}

Value object(std::vector<Member> members) {
  Value value;
  value.kind = Value::Kind::object;
  value.members = std::move(members);
  return value;
}

Value at_line(Value value, int line) {
  value.place = {"s.lua", line};
  return value;
}

std::string error_of(std::vector<Member> members) {
  try {
    parse(wifi_schema(), object(std::move(members)), kCall);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("defaults, given values and absent ones") {
  const Parameters p = parse(wifi_schema(),
                             object({{"radio", "edge"}, {"delay", "20ms"}, {"stations", "cams"}}),
                             kCall);
  CHECK(p.text("radio") == "edge");
  CHECK(p.count("channel") == 36);
  CHECK(p.duration("delay") == Duration(20'000'000));
  CHECK(p.text("standard") == "ax");
  CHECK(p.flag("on"));
  CHECK(p.texts("stations") == std::vector<std::string>{"cams"});
  CHECK_FALSE(p.has("power"));
  CHECK(p.place("delay").line == 10);
  CHECK(p.canonical() ==
        "{radio = 'edge', channel = 36, delay = '20ms', standard = 'ax', stations = {'cams'}, "
        "on = true}");
}

TEST_CASE("an unknown key is named with place, nearest spelling and all that is known") {
  CHECK(error_of({{"raido", at_line("edge", 12)}}) ==
        "s.lua:12: unknown key 'raido' in wifi{}; did you mean 'radio'? Known: radio, channel, "
        "delay, standard, power, stations, on, weights");
}

TEST_CASE("what is missing, of the wrong kind or out of range") {
  CHECK(error_of({}) ==
        "s.lua:10: 'radio' is missing in wifi{}: name of a node or group, who sends");
  CHECK(error_of({{"radio", 3}}) ==
        "s.lua:10: 'radio' in wifi{}: expected name of a node or group, got the number 3");
  CHECK(error_of({{"radio", "e"}, {"channel", at_line(-3, 11)}}) ==
        "s.lua:11: 'channel' in wifi{}: expected whole number from 0 on, got the number -3");
  CHECK(error_of({{"radio", "e"}, {"channel", 1.5}}).find("whole number") != std::string::npos);
  CHECK(error_of({{"radio", "e"}, {"channel", 300}}) ==
        "s.lua:10: 'channel' in wifi{}: 300 is out of range: must be at least 1 and at most 200");
  CHECK(error_of({{"radio", "e"}, {"on", 1}}).find("true or false") != std::string::npos);
  CHECK(error_of({{"radio", "e"}, {"weights", Value(std::vector<Value>{1, "x"})}})
            .find("a list with the text 'x'") != std::string::npos);
}

TEST_CASE("quantities need their unit") {
  CHECK(error_of({{"radio", "e"}, {"delay", 20}}) ==
        "s.lua:10: 'delay' in wifi{}: '20' lacks a unit: a duration is written with one of "
        "ns, us, ms, s, min, h");
  CHECK(error_of({{"radio", "e"}, {"delay", "20m"}}).find("unknown unit 'm'") != std::string::npos);
  CHECK(error_of({{"radio", "e"}, {"delay", "2s"}}) ==
        "s.lua:10: 'delay' in wifi{}: '2s' is out of range: must be at least 0 and at most 1 "
        "(in base units)");
  CHECK(error_of({{"radio", "e"}, {"delay", true}}).find("got true") != std::string::npos);
}

TEST_CASE("choices list what is allowed") {
  CHECK(error_of({{"radio", "e"}, {"standard", "bx"}}) ==
        "s.lua:10: 'standard' in wifi{}: unknown value 'bx'; did you mean 'ax'? Known: n, ac, ax");
}

TEST_CASE("asking for what the schema lacks is our bug") {
  const Parameters p = parse(wifi_schema(), object({{"radio", "edge"}}), kCall);
  CHECK_THROWS_AS((void)p.number("channel"), InternalError);
  CHECK_THROWS_AS((void)p.text("nothing"), InternalError);
  CHECK_THROWS_AS((void)p.text("channel"), InternalError);
}

TEST_CASE("values from the command line") {
  CHECK(value_from_text(ParameterKind::count, "3").number == 3);
  CHECK(value_from_text(ParameterKind::flag, "false").kind == Value::Kind::boolean);
  CHECK(value_from_text(ParameterKind::duration, "20ms").text == "20ms");
  CHECK(canonical_text(value_from_text(ParameterKind::names, "a,b")) == "{'a', 'b'}");
  CHECK(canonical_text(value_from_text(ParameterKind::number_list, "1,2.5")) == "{1, 2.5}");
  CHECK_THROWS_AS(value_from_text(ParameterKind::count, "x"), ConfigError);
  CHECK_THROWS_AS(value_from_text(ParameterKind::flag, "yes"), ConfigError);
}
