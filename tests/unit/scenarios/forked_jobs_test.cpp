// Jobs in children: answers in order whatever they take, errors and deaths are told, large answers pass.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <csignal>

#include "scenarios/host/forked_jobs.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

TEST_CASE("answers come in the order of the jobs, whoever ends first") {
  std::vector<ForkedJob> jobs;
  for (int i = 0; i < 6; ++i) {
    jobs.emplace_back([i] {
      usleep(static_cast<useconds_t>((6 - i) * 3000));
      return std::to_string(i);
    });
  }
  std::size_t told = 0;
  const auto answers = in_children(jobs, 3, [&told](std::size_t) { ++told; });
  REQUIRE(answers.size() == 6);
  CHECK(told == 6);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CHECK(answers[i].ok);
    CHECK(answers[i].text == std::to_string(i));
    CHECK(answers[i].peak_memory_bytes > 0);
  }
}

TEST_CASE("an exception and a death are told, and the others go on") {
  const auto answers = in_children({[]() -> std::string { throw ConfigError("no such thing"); },
                                    []() -> std::string {
                                      raise(SIGKILL);
                                      return "";
                                    },
                                    []() -> std::string { _exit(3); }, [] { return std::string("fine"); }},
                                   2);
  CHECK_FALSE(answers[0].ok);
  CHECK(answers[0].error == "no such thing");
  CHECK_FALSE(answers[1].ok);
  CHECK(answers[1].error == "killed by signal 9 (Killed)");
  CHECK_FALSE(answers[2].ok);
  CHECK(answers[2].error == "it ended without an answer");
  CHECK(answers[3].text == "fine");
}

TEST_CASE("an answer larger than a pipe holds, and an empty one") {
  const auto answers =
      in_children({[] { return std::string(1 << 20, 'x'); }, [] { return std::string(); }}, 2);
  CHECK(answers[0].text.size() == 1 << 20);
  CHECK(answers[1].ok);
  CHECK(answers[1].text.empty());
}

TEST_CASE("numbers come back bit by bit") {
  const std::vector<double> figures{0.1, -0.0, 1e300, 3e-320};
  const std::vector<double> back = unpacked(packed(figures));
  REQUIRE(back.size() == figures.size());
  for (std::size_t i = 0; i < figures.size(); ++i) CHECK(back[i] == figures[i]);
  CHECK(std::signbit(back[1]));
  CHECK(unpacked(packed(std::vector<double>{})).empty());
}
