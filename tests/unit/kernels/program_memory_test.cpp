#include "kernels/program_memory.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace lastmile::kernels;

namespace {

Program chain(int steps) {
  std::string text = "buffer 16 4 4\n";
  for (int i = 0; i < steps; ++i) text += "buffer 16 4 4\n";
  for (int i = 0; i < steps; ++i)
    text += "step " + std::to_string(i) + " -> " + std::to_string(i + 1) + " activate c=16 h=4 w=4 act=relu\n";
  return parse_program(text);
}

}  // namespace

TEST_CASE("program memory: a chain needs its input, its output and two buffers between") {
  constexpr std::size_t map = 16 * 16;
  const MemoryPlan plan = plan_memory(chain(6));
  CHECK(plan.floats == 3 * map);
  for (const std::size_t at : plan.offset) CHECK(at % 16 == 0);
  for (std::size_t i = 1; i < plan.offset.size(); ++i) {
    CHECK(plan.offset[i] != plan.offset[i - 1]);
    CHECK(plan.offset[i] != plan.offset[0]);
  }
  CHECK(plan_memory(chain(1)).floats == 2 * map);
}

TEST_CASE("program memory: a summand that waits keeps its place; results that nobody reads stay") {
  const Program program = parse_program(
      "buffer 16 1 1\nbuffer 16 1 1\nbuffer 16 1 1\nbuffer 16 1 1\nbuffer 16 1 1\nbuffer 32 1 1\n"
      "step 0 -> 1 activate c=16\nstep 1 -> 2 activate c=16\nstep 1 -> 5 dense c=16 oc=32\n"
      "step 2 -> 3 activate c=16\nstep 1,3 -> 4 add c=16 inputs=2\n");
  const MemoryPlan plan = plan_memory(program);
  for (const int other : {0, 2, 3, 4, 5}) CHECK(plan.offset[1] != plan.offset[static_cast<std::size_t>(other)]);
  CHECK(plan.floats <= 16 * 5 + 32);
  CHECK(plan.offset[4] != plan.offset[5]);
}
