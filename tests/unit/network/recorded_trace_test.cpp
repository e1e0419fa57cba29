#include <doctest/doctest.h>

#include <string>

#include "network/recorded/trace.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

const std::string kHeader = "time_s,down_bps,up_bps,rtt_s,loss\n";

SimTime at(double s) { return SimTime(seconds(s)); }

std::string refusal(const std::string& text) {
  try {
    read_trace(text, "t.csv");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "accepted";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("a series is a step function that starts at its first row") {
  const Trace trace = read_trace("# note\n" + kHeader +
                                     "100,8e6,4e6,0.05,0\n101,0,0,0.1,0\n"
                                     "103,16e6,8e6,0.03,0.5\n",
                                 "t.csv");
  REQUIRE(trace.steps.size() == 3);
  CHECK(trace.length == seconds(5));  // the last holds as long as the one before it
  CHECK(moment_of(trace, false, at(0.999)).step.down.value() == 1e6);
  CHECK(moment_of(trace, false, at(1)).step.down.value() == 0);
  CHECK(moment_of(trace, false, at(1)).next == at(3));
  CHECK(moment_of(trace, false, at(4.9)).step.up.value() == 1e6);
  CHECK_FALSE(moment_of(trace, false, at(4.9)).ended);
  CHECK(moment_of(trace, false, at(5)).ended);
}

TEST_CASE("a looped series starts again") {
  const Trace trace = read_trace(kHeader + "0,8e6,4e6,0.05,0\n1,16e6,4e6,0.1,0\n", "t.csv");
  for (const int turn : {0, 1, 7}) {
    CHECK(moment_of(trace, true, at(2 * turn + 0.5)).step.down.value() == 1e6);
    CHECK(moment_of(trace, true, at(2 * turn + 1.5)).step.down.value() == 2e6);
    CHECK(moment_of(trace, true, at(2 * turn + 0.5)).next == at(2 * turn + 1));
    CHECK(moment_of(trace, true, at(2 * turn + 1.5)).next == at(2 * turn + 2));
  }
}

TEST_CASE("means weigh steps by how long they hold; outages have no round trip") {
  const Trace trace = read_trace(kHeader + "0,8e6,4e6,0.02,0\n1,0,0,9,0.9\n3,24e6,8e6,0.05,0.1\n",
                                 "t.csv");  // holds 1, 2 and 2 s
  const TraceStep mean = mean_of(trace);
  CHECK(mean.down.value() == doctest::Approx((1e6 + 2 * 3e6) / 5));
  CHECK(mean.up.value() == doctest::Approx((0.5e6 + 2 * 1e6) / 5));
  CHECK(to_seconds(mean.rtt) == doctest::Approx((0.02 + 2 * 0.05) / 3));
  CHECK(mean.loss == doctest::Approx(0.2 / 3));
}

TEST_CASE("a single row holds for ever") {
  const Trace trace = read_trace(kHeader + "0,8e6,4e6,0.02,0", "t.csv");
  CHECK(moment_of(trace, false, at(1e6)).step.down.value() == 1e6);
  CHECK(moment_of(trace, false, at(1e6)).next == kNever);
  CHECK_FALSE(moment_of(trace, false, at(1e6)).ended);
}

TEST_CASE("a bad series is refused with file, line and column") {
  const std::string first = kHeader + "0,8e6,4e6,0.02,0\n";
  CHECK(contains(refusal(first + "1,,4e6,0.02,0\n"), "t.csv:3: column 'down_bps': a hole"));
  CHECK(contains(refusal(first + "1,-5,4e6,0.02,0\n"), "t.csv:3: column 'down_bps': '-5'"));
  CHECK(contains(refusal(first + "1,8x6,4e6,0.02,0\n"), "expected a number, got '8x6'"));
  CHECK(contains(refusal(first + "1,nan,4e6,0.02,0\n"), "expected a number"));
  CHECK(contains(refusal(first + "1,1,1,0.02,1.5\n"), "column 'loss': '1.5' is out of range"));
  CHECK(contains(refusal(first + "1,1,1,0.02,0\n0.5,1,1,0.02,0\n"),
                 "t.csv:4: column 'time_s': time goes backwards"));
  CHECK(contains(refusal(first + "-1,1,1,0.02,0\n"), "column 'time_s': time goes backwards"));
  CHECK(contains(refusal(first + "0,1,1,0.02,0\n"), "stands still"));
  CHECK(contains(refusal(first + "\n1,1,1,0.02,0\n"), "t.csv:3: an empty line: a hole"));
  CHECK(contains(refusal(first + "1,1,1,0.02\n"), "t.csv:3: expected 5 columns, got 4"));
  CHECK(contains(refusal("time_s,down_bps,up_bp,rtt_s,loss\n"),
                 "t.csv:1: unknown column 'up_bp'; did you mean 'up_bps'?"));
  CHECK(contains(refusal("time_s,down_bps,rtt_s,loss\n"), "lacks the column 'up_bps'"));
  CHECK(contains(refusal("time_s,time_s,down_bps\n"), "'time_s' is there twice"));
  CHECK(contains(refusal(""), "t.csv: the file is empty"));
  CHECK(contains(refusal(kHeader), "no rows"));
  CHECK(contains(refusal(kHeader + "0,0,0,0.1,0\n"), "nothing could ever be sent"));
}
