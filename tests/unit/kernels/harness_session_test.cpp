#include "kernels/harness/session.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "kernels/harness/json_line.hpp"
#include "models/json_reader.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::kernels;
using models::Json;

namespace {

Json ask(Session& session, const std::string& line) {
  const auto answer = session.answer(line);
  REQUIRE(answer.has_value());
  CHECK(answer->find('\n') == std::string::npos);
  return Json::parse(*answer);
}

std::string error_of(const std::string& line) {
  Session session;
  return ask(session, line).at("error").text();
}

}  // namespace

TEST_CASE("json line: texts are escaped, numbers keep their bits, what is not finite is null") {
  const Json json = Json::parse(JsonLine().add("a\"b", "x\\\n\t\"").add("n", 0.1).add("bad", 1.0 / 0.0).text());
  CHECK(json.at("a\"b").text() == "x\\\n\t\"");
  CHECK(json.at("n").number() == 0.1);
  CHECK(json.at("bad").is_null());
  CHECK(json_list({"1", "2"}) == "[1, 2]");
}

TEST_CASE("session: a call is timed, warm and cold, and says what was timed") {
  Session session;
  const Json warm = ask(session, "time repeats=3 isa=generic dense c=64 oc=32");
  CHECK(warm.at("call").text() == "dense c=64 oc=32");
  CHECK(warm.at("isa").text() == "generic");
  CHECK(warm.at("samples").number() == 3);
  CHECK(warm.at("minimum_s").number() > 0);
  CHECK(warm.at("minimum_s").number() <= warm.at("median_s").number());
  CHECK(warm.at("flop").number() == 2 * 64 * 32);
  const Json cold = ask(session, "time repeats=3 state=l3 dense c=64 oc=32");
  CHECK(cold.at("state").text() == "l3");
  CHECK(cold.at("inner").number() == 1);
}

TEST_CASE("session: a network's lines end in one answer, with a time for each step") {
  Session session;
  for (const char* line : {"program two", "buffer 3 8 8", "buffer 8 8 8", "buffer 8 8 8",
                           "step 0 -> 1 conv c=3 h=8 w=8 oc=8 k=3x3 p=1", "step 1 -> 2 activate c=8 h=8 w=8 act=relu"})
    CHECK_FALSE(session.answer(line).has_value());
  const Json answer = ask(session, "end");
  CHECK(answer.at("program").text() == "two");
  CHECK(answer.at("samples").number() >= 20);
  const Json::List& steps = answer.at("steps").list();
  REQUIRE(steps.size() == 2);
  CHECK(steps[1].at("call").text() == "activate c=8 h=8 w=8 act=relu");
  CHECK(steps[0].at("minimum_s").number() <= answer.at("median_s").number());
  CHECK_FALSE(session.ended());
  CHECK_FALSE(session.answer("quit").has_value());
  CHECK(session.ended());
}

TEST_CASE("session: what cannot be done is an answer, and the session goes on") {
  CHECK(error_of("dance") == "no command 'dance'; known: environment, peak, time, program, corun, quit");
  CHECK(error_of("time repeats=0 dense c=4") == "repeats=0: allowed: 1 to 100000");
  CHECK(error_of("time colour=red dense c=4") ==
        "colour=red: allowed: the options repeats, most_s, state, isa, cpus, rounds, window_s");
  CHECK(error_of("time state=hot dense c=4") == "state=hot: allowed: warm, l3, dram");
  CHECK(error_of("time") == "no kernel ''; known: conv, depthwise, dense, max_pool, avg_pool, global_pool, add, "
                            "multiply, activate, scale, concat, shuffle, lrn, softmax, layer_norm, lstm, attention, "
                            "copy");
  CHECK(error_of("time isa=sse9 dense c=4").rfind("isa=sse9: allowed: generic", 0) == 0);
  CHECK(error_of("time conv c=60000 h=60000 w=60000").find("allowed") != std::string::npos);
  CHECK(error_of("corun dense c=4") == "corun: expected CALL ; CALL");
  CHECK(error_of("corun cpus=0 dense c=4 ; dense c=4") == "cpus=0: allowed: two numbers, e.g. 0,1");
  CHECK(error_of("corun cpus=0,1000 dense c=4 ; dense c=4") == "processor 1000 cannot be had");
  Session session;
  CHECK_FALSE(session.answer("program x").has_value());
  CHECK_FALSE(session.answer("buffer 3").has_value());
  CHECK(ask(session, "end").at("error").text() == "line 2: expected: buffer CHANNELS HEIGHT WIDTH");
  CHECK_FALSE(session.answer("program x").has_value());
  CHECK(ask(session, "end").at("error").text() == "a program without a step");
  CHECK(ask(session, "time repeats=1 dense c=4").find("error") == nullptr);
  for (const char* nothing : {"", "  ", "# a comment", "  # a comment"})
    CHECK_FALSE(session.answer(nothing).has_value());
}

TEST_CASE("session: the machine and its greeting are described") {
  Session session;
  const Json environment = ask(session, "environment");
  CHECK(environment.at("cpus_online").number() >= 1);
  CHECK(environment.at("caches").at("l1_bytes").number() > 0);
  CHECK(environment.at("isas").list()[0].text() == "generic");
  CHECK(Json::parse(Session::greeting()).at("protocol").number() == kProtocol);
}

TEST_CASE("session: 300 damaged lines are answered with JSON") {
  const std::string good = "time repeats=1 conv n=1 c=4 h=3 w=3 oc=4 k=3x3 p=1 act=relu";
  RandomStream random(1, "lines");
  for (int i = 0; i < 300; ++i) {
    std::string line = good;
    for (std::uint64_t k = 0; k <= random.below(2); ++k)
      line[random.below(line.size())] = static_cast<char>(' ' + random.below(95));
    Session session;
    if (const auto answer = session.answer(line)) {
      CAPTURE(line);
      CHECK(!Json::parse(*answer).members().empty());
    }
  }
}
