#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "sim/error.hpp"
#include "sim/registry.hpp"

using namespace lastmile;

namespace {

struct Animal {
  explicit Animal(std::int64_t count) : legs(count) {}
  std::int64_t legs;
};

const Registration<Animal> spider{
    {"spider", "Eight legs.", {"spider", {}}, [](const Parameters&) {
       return std::make_unique<Animal>(8);
     }}};
const Registration<Animal> beast{
    {"beast", "As many as you like.",
     {"beast", {optional("legs", ParameterKind::count, 4, "legs")}},
     [](const Parameters& p) { return std::make_unique<Animal>(p.count("legs")); }}};

}  // namespace

TEST_CASE("entries are sorted by name and make what they promise") {
  const auto& animals = Registry<Animal>::global();
  CHECK(animals.names() == std::vector<std::string>{"beast", "spider"});
  const auto& entry = animals.find("animal", "beast");
  CHECK(entry.make(parse(entry.schema, Value(), {}))->legs == 4);
}

TEST_CASE("an unknown name brings the nearest, a second registration is our bug") {
  CHECK_THROWS_WITH_AS(
      (void)Registry<Animal>::global().find("animal", "spyder"),
      "unknown animal 'spyder'; did you mean 'spider'? Known: beast, spider", ConfigError);
  Registry<Animal> own;
  own.add({"a", "", {}, {}});
  CHECK(own.names().size() == 1);
  own.add({"a", "", {}, {}});  // in the start-up of the program or of a plug-in, where nothing may be thrown
  CHECK(own.twice() == std::vector<std::string>{"a"});
  CHECK_THROWS_WITH_AS((void)own.entries(), doctest::Contains("registered twice: a"), InternalError);
  CHECK_THROWS_AS((void)own.names(), InternalError);
  CHECK_THROWS_AS((void)own.find("animal", "a"), InternalError);
}
