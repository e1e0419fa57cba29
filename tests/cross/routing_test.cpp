// Packets take the routes of network/routes.hpp, through nodes of several links and back.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {

// A ring of wires, each with a delay of its own: 0 - 1 - 2 - 3 - 4 - 0, 10 to 50 ms; 5 and 6 hang on 2.
const std::vector<std::string> kRing = {
    "node 0,0", "node 1,0", "node 2,0", "node 3,0", "node 4,0", "node 2,9,1", "node 2,7,1",
    "wire 0 1 1000 10", "wire 1 2 1000 20", "wire 2 3 1000 30", "wire 3 4 1000 40", "wire 4 0 1000 50",
    "adhoc 2 5 6"};

double one_way_ms(const std::string& pair) {
  std::vector<std::string> statements = kRing;
  for (const char* when : {" 100 0", " 100 3000"}) statements.push_back("send " + pair + when);
  const Traffic t = run_world(statements);
  REQUIRE(t.of(1) != nullptr);
  CHECK(t.of(1)->delivered == 100);
  return 1e-6 * static_cast<double>(t.of(1)->took_ns);
}

}  // namespace

TEST_CASE("the fewest links, ties to the links declared first, both ways alike") {
  struct Expected {
    const char *pair, *back;
    double ms;
  };
  for (const Expected& e : {Expected{"0 2", "2 0", 30}, Expected{"1 3", "3 1", 50}, Expected{"0 3", "3 0", 90},
                            Expected{"1 4", "4 1", 60}, Expected{"5 4", "4 5", 70}, Expected{"5 6", "6 5", 0}}) {
    CAPTURE(std::string(e.pair));
    CHECK(one_way_ms(e.pair) == doctest::Approx(e.ms).epsilon(0.02).scale(30));
    CHECK(one_way_ms(e.back) == doctest::Approx(e.ms).epsilon(0.02).scale(30));
  }
}

TEST_CASE("three hundred nodes on one gateway all reach each other") {
  constexpr int leaves = 300;
  std::vector<std::string> statements = {"node 0,0"};
  for (int i = 1; i <= leaves; ++i) statements.push_back("node " + std::to_string(i) + ",0");
  for (int i = 1; i <= leaves; ++i) statements.push_back("wire 0 " + std::to_string(i) + " 100 1");
  for (int i = 1; i <= leaves; ++i) {
    statements.push_back("send " + std::to_string(i) + " " + std::to_string(1 + (i * 7) % leaves) + " 5000 0");
  }
  const Traffic t = run_world(statements);
  CHECK(t.ended.size() == leaves);
  for (const Ended& e : t.ended) CHECK(e.delivered == 5000);
}
