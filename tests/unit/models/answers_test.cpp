#include "models/kernel_cost/answers.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "kernels/harness/session.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

std::vector<kernels::Program> small_plan() {
  return {kernels::parse_program("program small\nbatch 1\nbuffer 16 4 4\nbuffer 16 4 4\nbuffer 16 1 1\n"
                                 "step 0 -> 1 conv c=16 h=4 w=4 oc=16 act=relu\nstep 1 -> 2 global_pool c=16 h=4 w=4\n")};
}

const std::string kEnvironment = R"({"cpu_model":"CPU","architecture":"x86_64","machine":"hardware"})" "\n";

std::string answer(const std::string& steps, const std::string& minimum = "3e-6") {
  return R"({"program":"small","batch":1,"isa":"avx512","minimum_s":)" + minimum +
         R"(,"median_s":4e-6,"spread_s":4e-7,"steps":[)" + steps + "]}\n";
}
std::string steps(const std::string& first, const std::string& second) {
  return R"({"call":"conv c=16 h=4 w=4 oc=16 act=relu","minimum_s":)" + first +
         R"(},{"call":"global_pool c=16 h=4 w=4","minimum_s":)" + second + "}";
}

std::string refusal(const std::string& text) {
  try {
    read_answers(text, "answers.txt", small_plan());
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}
bool says(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("answers: the least of several answers counts, by step") {
  const Answers read = read_answers(kEnvironment + answer(steps("1e-6", "9e-7")) + "\n" +
                                        answer(steps("2e-6", "8e-7"), "2.5e-6"), "a", small_plan());
  REQUIRE(read.observations.size() == 1);
  CHECK(read.observations[0].whole_s == 2.5e-6);
  CHECK(read.observations[0].step_s == std::vector<double>{1e-6, 8e-7});
  CHECK(read.observations[0].noise_relative == doctest::Approx(0.14826));
  CHECK(read.times.at("small") == 2);
  CHECK(read.architecture == "x86_64");
  CHECK(read.isa == "avx512");
}

TEST_CASE("answers: what a timing program says to a plan can be read") {
  kernels::Session session;
  std::istringstream commands(plan_text(small_plan()));
  std::string answers;
  for (std::string line; std::getline(commands, line);)
    if (const auto one = session.answer(line)) answers += *one + "\n";
  const Answers read = read_answers(answers, "session", small_plan());
  REQUIRE(read.observations.size() == 1);
  CHECK(read.observations[0].whole_s > 0);
  CHECK(read.observations[0].step_s[0] > 0);
}

TEST_CASE("answers: other networks, other machines, times that are none: refused with the line") {
  CHECK(says(refusal(answer(steps("1e-6", "1e-6"))), "no answer to 'environment'"));
  CHECK(says(refusal(kEnvironment + answer(steps("-1e-6", "1e-6"))), "answers.txt:2"));
  CHECK(says(refusal(kEnvironment + answer(steps("-1e-6", "1e-6"))), "must be positive"));
  CHECK(says(refusal(kEnvironment + answer(steps("1e-6", "1e-6"), "0")), "must be positive"));
  CHECK(says(refusal(kEnvironment + answer(R"({"call":"add c=16","minimum_s":1e-6})")), "not one time"));
  CHECK(says(refusal(kEnvironment + R"({"error":"no kernel"})"), "no kernel"));
  CHECK(says(refusal(kEnvironment + R"({"cpu_model":"other","architecture":"x86_64","machine":"hardware"})"), "two machines"));
  std::string other = answer(steps("1e-6", "1e-6"));
  other.replace(other.find("small"), 5, "large");
  CHECK(says(refusal(kEnvironment + other), "no network 'large'"));
  other = answer(steps("1e-6", "1e-6"));
  other.replace(other.find("c=16 h=4"), 4, "c=32");
  CHECK(says(refusal(kEnvironment + other), "is not 'conv"));
}
