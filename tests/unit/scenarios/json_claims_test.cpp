#include "scenarios/host/json_claims.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

TEST_CASE("claims in JSON: members in any order, those left out are empty") {
  const auto claims = claims_of_json(
      "[{\"name\": \"a \\\"b\\\"\\n\", \"value\": -1.5e-3, \"bar\": \"<= 1\", \"holds\": true, "
      "\"reason\": \"r\"},\n"
      " {\"holds\": false, \"value\": 2, \"name\": \"c\"}, {\"name\": \"d\", \"value\": null, "
      "\"holds\": null}]\n",
      "s.py");
  REQUIRE(claims.size() == 3);
  CHECK(claims[0].name == "a \"b\"\n");
  CHECK(claims[0].value == -1.5e-3);
  CHECK(claims[0].bar == "<= 1");
  CHECK(claims[0].reason == "r");
  CHECK(claims[0].holds == true);
  CHECK(claims[1].holds == false);
  CHECK(claims[1].bar.empty());
  CHECK(std::isnan(claims[2].value));
  CHECK_FALSE(claims[2].holds.has_value());
  CHECK(claims_of_json(" [ ] ", "s.py").empty());
}

TEST_CASE("claims in JSON: anything else is refused with the script's name") {
  for (const char* text :
       {"", "[", "[{}]", "[{\"name\": \"a\"}]", "[{\"value\": 1}]",
        "[{\"name\": \"a\", \"value\": \"1\"}]", "[{\"name\": \"a\", \"value\": 1, \"holds\": 1}]",
        "[{\"name\": \"a\", \"value\": 1}] x",
        "[{\"name\": \"a\", \"value\": 1},]", "[{\"name\": \"a"}) {
    INFO(text);
    CHECK_THROWS_WITH_AS(claims_of_json(text, "s.py"), doctest::Contains("s.py"), ConfigError);
  }
  CHECK_THROWS_WITH_AS(claims_of_json("[{\"nam\": \"a\", \"value\": 1}]", "s.py"),
                       doctest::Contains("name"), ConfigError);
}
