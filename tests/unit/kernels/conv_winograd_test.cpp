// Winograd's convolutions against the plain loops.
#include <doctest/doctest.h>

#include "kernels/conv/winograd.hpp"
#include "tests/unit/kernels/conv_cases.hpp"

using namespace lastmile::kernels;

TEST_CASE("winograd: random maps, paddings, batches, additions and activations in every set") {
  RandomValues random(23);
  for (int i = 0; i < 60; ++i) {
    KernelCall call = random_conv(random);
    call.kernel_height = call.kernel_width = 3;
    call.stride = call.dilation = call.groups = 1;
    call.height += 2, call.width += 2;
    if (winograd_computes(call)) check_conv(call, 300 + static_cast<std::uint64_t>(i));
  }
}

TEST_CASE("winograd: batches, maps of one tile, channels of no block") {
  for (const char* line :
       {"conv n=64 c=17 h=3 w=3 oc=5 k=3x3 p=1 act=relu", "conv c=33 h=1 w=1 oc=40 k=3x3 p=1",
        "conv c=48 h=30 w=29 oc=64 k=3x3 p=2 add=1 act=relu6",
        "conv c=200 h=7 w=7 oc=70 k=3x3 p=1 act=sigmoid", "conv n=3 c=16 h=12 w=5 oc=16 k=3x3"})
    check_conv(parse_call(line), 8);
}

TEST_CASE("winograd: any cut of the work gives the same sums") {
  const KernelCall call = parse_call("conv n=2 c=40 h=13 w=11 oc=90 k=3x3 p=1 act=relu add=1");
  for (const Isa isa : runnable_isas()) {
    const ConvCase problem(call, 9);
    for (const int outputs : {2, 4}) {
      const auto usual = usual_winograd_cut(call, outputs, tile_kernels(isa));
      const Floats wanted = problem.run(*make_winograd(call, problem.parameters(), usual, isa));
      for (const int block : {1, 5, 200})
        for (const int blocks : {1, 4})
          CHECK(problem.run(*make_winograd(call, problem.parameters(), {outputs, block, 5, blocks},
                                           isa)) == wanted);
    }
  }
}

TEST_CASE("winograd: only 3x3 without stride, dilation and groups") {
  CHECK(winograd_computes(parse_call("conv c=16 h=8 w=8 oc=16 k=3x3")));
  for (const char* line : {"conv c=16 h=8 w=8 oc=16 k=3x3 s=2", "conv c=16 h=8 w=8 oc=16 k=3x3 d=2",
                           "conv c=16 h=8 w=8 oc=16 k=3x3 g=2", "conv c=16 h=8 w=8 oc=16 k=3x1",
                           "conv c=3 h=8 w=8 oc=16 k=3x3"})
    CHECK_FALSE(winograd_computes(parse_call(line)));
}
