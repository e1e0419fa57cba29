#include "models/kernel_cost/step_facts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "models/lower.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::models;

TEST_CASE("step facts: work in whole blocks of 16 channels, by hand") {
  const auto program = kernels::parse_program(
      "program two\nbatch 1\nbuffer 16 8 8\nbuffer 24 8 8\nbuffer 24 1 1\n"
      "step 0 -> 1 conv c=16 h=8 w=8 oc=24 p=2 k=5x5\nstep 1 -> 2 global_pool c=24 h=8 w=8\n");
  const std::vector<StepFacts> facts = facts_of(program);
  REQUIRE(facts.size() == 2);
  CHECK(facts[0].group == "conv other");
  const double flop = 2.0 * 24 * 64 * 16 * 25, in = 4.0 * 16 * 64, out = 4.0 * 32 * 64;
  CHECK(facts[0].terms[0] == doctest::Approx(flop * 32 / 24));
  CHECK(facts[0].terms[1] == in);
  CHECK(facts[0].terms[2] == out);
  CHECK(facts[0].terms[3] == 4.0 * 24 * (16 * 25 + 1));
  CHECK(facts[0].terms[4] == 1);
  CHECK(facts[0].features[0] == doctest::Approx(std::log2(flop * 32 / 24)));
  CHECK(facts[1].group == "global_pool");
  CHECK(facts[1].terms[1] == out);
}

TEST_CASE("step facts: Winograd's convolutions are a group of their own, with the work that they do") {
  const auto program = kernels::parse_program(
      "program large\nbatch 1\nbuffer 64 56 56\nbuffer 64 56 56\nstep 0 -> 1 conv c=64 h=56 w=56 oc=64 p=1 k=3x3\n");
  const StepFacts facts = facts_of(program).front();
  CHECK(facts.group == "conv winograd4");
  CHECK(facts.terms[0] == 2.0 * 14 * 14 * 36 * 64 * 64);
  CHECK(usual_group("conv winograd2") == "conv winograd4");
  CHECK(kernel_group(kernels::parse_call("conv c=64 h=2 w=2 oc=64 p=1 k=3x3")) == "conv 3x3");
  CHECK(usual_group("conv 3x3") == "conv other");
  CHECK(kernel_group(kernels::parse_call("conv c=64 h=56 w=56 oc=64 s=2 p=1 k=3x3")) == "conv other");
}

TEST_CASE("step facts: an input that waited longer is farther away; features are finite") {
  const auto program = kernels::parse_program(
      "program wait\nbatch 1\nbuffer 16 8 8\nbuffer 16 8 8\nbuffer 16 8 8\nbuffer 16 8 8\nbuffer 16 8 8\n"
      "step 0 -> 1 activate c=16 h=8 w=8\nstep 1 -> 2 activate c=16 h=8 w=8\n"
      "step 2 -> 3 activate c=16 h=8 w=8\nstep 3,1 -> 4 add c=16 h=8 w=8 inputs=2\n");
  const auto last = facts_of(program).back().features;
  CHECK(last[step_features - 1] > last[step_features - 2] + 1);
  for (const double feature : last) CHECK(std::isfinite(feature));
}

TEST_CASE("step facts: every step of the zoo is of a known group") {
  for (const char* name : {"alexnet", "camera_cnn", "lenet", "mobilenet_v1", "mobilenet_v2", "resnet50", "vgg16"})
    for (const StepFacts& one : facts_of(lower(zoo(name)).program))
      CHECK(std::count(kernel_groups().begin(), kernel_groups().end(), usual_group(one.group)) == 1);
}

TEST_CASE("step facts: rare groups and what stands in for them") {
  CHECK(kernel_group(kernels::parse_call("conv c=40 h=4 w=4 oc=10 k=4x4")) == "conv whole map");
  CHECK(usual_group("conv whole map") == "conv other");
  CHECK(kernel_group(kernels::parse_call("depthwise c=4 h=8 w=8 p=1 g=4 k=3x3")) == "depthwise few");
  CHECK(usual_group("depthwise few") == "depthwise");
  CHECK(usual_group("activate") == "scale");
  CHECK(kernel_group(kernels::parse_call("depthwise c=16 h=8 w=8 p=1 g=16 k=3x3")) == "depthwise");
}
