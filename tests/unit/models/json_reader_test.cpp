#include "models/json_reader.hpp"

#include <doctest/doctest.h>

#include <string>

#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using models::Json;

namespace {

std::string why(const std::string& text) {
  try {
    Json::parse(text);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

template <class Use>
std::string why_use(const std::string& text, Use use) {
  const Json json = Json::parse(text);
  try {
    use(json);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("json: values of every kind, with their places") {
  const Json json = Json::parse(
      R"( {"a": [1, -2.5e-3, {"b": true}], "text": "x\"\\\/\b\n\u00e9\u20ac\ud83d\ude00", "none": null, "o": {}} )");
  CHECK(json.at("a").list()[1].number() == -2.5e-3);
  CHECK(json.at("a").list()[2].at("b").boolean());
  CHECK(json.at("a").list()[2].at("b").place() == "a[2].b");
  CHECK(json.at("text").text() == "x\"\\/\b\n\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(json.at("none").is_null());
  CHECK(json.at("o").members().empty());
  CHECK(json.find("missing") == nullptr);
  CHECK(Json::parse("[]").list().empty());
  CHECK(Json::parse("0").number() == 0);
}

TEST_CASE("json: damage is refused with line and column") {
  CHECK(why("{\"a\": 1,\n \"a\": 2}") == "JSON, line 2, column 6: 'a' is given twice");
  CHECK(why("[1, 2,]") == "JSON, line 1, column 7: expected a digit");
  CHECK(why("[1 2]") == "JSON, line 1, column 4: expected ']'");
  CHECK(why("") == "JSON, line 1, column 1: expected a digit");
  CHECK(why("1 x") == "JSON, line 1, column 3: something after the value");
  CHECK(why("{\"a\"") == "JSON, line 1, column 5: expected ':'");
  CHECK(why("{a: 1}") == "JSON, line 1, column 2: expected a value or a name in quotes");
  CHECK(why("\"\\x\"") == "JSON, line 1, column 3: no such escape");
  CHECK(why("\"\\u12g4\"") == "JSON, line 1, column 4: expected four hex digits");
  CHECK(why("\"\\ud800x\"") == "JSON, line 1, column 8: half a surrogate");
  CHECK(why("\"abc") == "JSON, line 1, column 5: a text without end");
  CHECK(why("\"a\nb\"") == "JSON, line 1, column 3: a control character in a text");
  for (const char* bad : {"01", "+1", "1.", ".5", "1e", "nul", "NaN", "Infinity", "-", "1e999", "tru", "'a'", "// x\n1"})
    CHECK_MESSAGE(!why(bad).empty(), bad);
  CHECK(why(std::string(65, '[') + std::string(65, ']')) == "JSON, line 1, column 65: nested deeper than 64");
  CHECK(why(std::string(64, '[') + std::string(64, ']')).empty());
}

TEST_CASE("json: a value of another kind and a missing one are named by their place") {
  const std::string text = R"({"steps": [{"s": "1"}]})";
  CHECK(why_use(text, [](const Json& j) { (void)j.at("steps").list()[0].at("s").number(); }) ==
        "JSON: 'steps[0].s' must be a number");
  CHECK(why_use(text, [](const Json& j) { (void)j.at("x"); }) == "JSON: the document has no member 'x'");
  CHECK(why_use(text, [](const Json& j) { (void)j.at("steps").at("x"); }) == "JSON: 'steps' must be an object");
}

TEST_CASE("json: every cut and 20,000 random changes of a text give a value or a refusal") {
  const std::string good = R"({"a": [1.5e3, true, null, "x\u00e9\ud83d\ude00"], "b": {"c": [[], {}]}})";
  for (std::size_t n = 0; n < good.size(); ++n) CHECK(!why(good.substr(0, n)).empty());
  RandomStream random(1, "json");
  int refused = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = good;
    for (std::uint64_t k = 0; k <= random.below(3); ++k)
      text[random.below(text.size())] = static_cast<char>(random.below(256));
    if (!why(text).empty()) ++refused;
  }
  CHECK(refused > 10000);
}
