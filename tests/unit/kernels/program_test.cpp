#include "kernels/program.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

using namespace lastmile::kernels;

namespace {

const char* const kResidual =
    "program residual\n"
    "batch 2\n"
    "buffer 3 12 12\n"
    "buffer 20 6 6\n"
    "buffer 20 6 6\n"
    "buffer 10 1 1\n"
    "buffer 20 1 1\n"
    "step 0 -> 1 conv n=2 c=3 h=12 w=12 oc=20 s=2 p=1 k=3x3 act=relu\n"
    "step 1,1 -> 2 conv n=2 c=20 h=6 w=6 oc=20 p=1 k=3x3 add=1 act=relu\n"
    "step 2 -> 4 global_pool n=2 c=20 h=6 w=6\n"
    "step 4 -> 3 dense n=2 c=20 oc=10\n";

std::string why(const std::string& text) {
  try {
    parse_program(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("program: text and back; it runs, and the same seed gives the same values") {
  const Program program = parse_program(kResidual);
  CHECK(text(program) == kResidual);
  LoadedProgram first(program, 7), second(program, 7), other(program, 8);
  for (LoadedProgram* one : {&first, &second, &other}) one->run();
  double sum = 0;
  for (int i = 0; i < 10; ++i) {
    CHECK(first.buffer(3)[i] == second.buffer(3)[i]);
    CHECK(std::isfinite(first.buffer(3)[i]));
    sum += std::abs(first.buffer(3)[i] - other.buffer(3)[i]);
  }
  CHECK(sum > 0);
}

TEST_CASE("program: damage is refused with its line") {
  CHECK(why("buffer 3 4\n") == "line 1: expected: buffer CHANNELS HEIGHT WIDTH");
  CHECK(why("program x\nlayer 3\n") == "line 2: no word 'layer'; known: program, batch, buffer, step");
  CHECK(why("buffer 3 4 4\nbuffer 8 4 4\nstep 0 -> 1 conv c=3 h=4 w=4 oc=9\n") ==
        "line 3: buffer 1 has another shape than the step");
  CHECK(why("buffer 3 4 4\nstep 0 -> 1 conv c=3 h=4 w=4 oc=9\n") == "line 2: no buffer 1");
  CHECK(why("buffer 3 4 4\nstep 0,0 -> 0 conv c=3 h=4 w=4\n") == "line 2: the call takes 1 inputs");
  CHECK(why("buffer 3 4 4\nstep 0 > 0 conv c=3 h=4 w=4\n") == "line 2: expected: step INPUT,... -> OUTPUT CALL");
}
