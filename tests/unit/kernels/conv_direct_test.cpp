// Convolutions and products of many vectors against the plain loops, over random shapes.
#include <doctest/doctest.h>

#include "kernels/conv/direct.hpp"
#include "tests/unit/kernels/conv_cases.hpp"

using namespace lastmile::kernels;

TEST_CASE("conv: random shapes, strides, paddings, dilations, groups, batches in every set") {
  RandomValues random(11);
  for (int i = 0; i < 150; ++i)
    check_conv(random_conv(random), 100 + static_cast<std::uint64_t>(i));
}

TEST_CASE("conv: pictures in, pictures out, odd groups, single pixels, large batches") {
  for (const char* line : {"conv c=3 h=11 w=13 oc=20 k=3x3 s=2 p=1",
                           "conv c=3 h=23 w=9 oc=17 k=7x7 s=2 p=3 act=relu",
                           "conv c=4 h=9 w=9 oc=33 k=3x2 d=2 p=2",
                           "conv c=1 h=28 w=28 oc=6 k=5x5",
                           "conv c=2 g=2 h=6 w=6 oc=4 k=3x3",
                           "conv c=20 h=7 w=9 oc=3 k=3x3 p=1 act=sigmoid add=1",
                           "conv c=3 h=8 w=8 oc=3 k=1x1 add=1",
                           "conv c=24 h=5 w=7 oc=36 g=12 k=3x3 p=1",
                           "conv c=240 h=6 w=5 oc=240 g=3",
                           "conv c=64 h=5 w=5 oc=64 g=64 k=3x3",
                           "conv c=33 oc=5",
                           "conv c=30 h=9 w=9 oc=24 add=1 act=relu",
                           "conv c=30 h=9 w=9 oc=40 k=3x3",
                           "conv c=9 h=9 w=9 oc=71 act=sigmoid",
                           "conv c=5 h=1 w=1 oc=70 k=3x3 p=1",
                           "conv n=64 c=5 h=3 w=3 oc=7 k=2x2",
                           "conv n=17 c=19 h=1 w=40 oc=50 act=gelu",
                           "conv c=16 h=9 w=9 oc=10 act=sigmoid",
                           "conv c=300 h=4 w=4 oc=40 k=3x3 p=1 act=hard_swish",
                           "dense n=5 c=70 oc=33",
                           "dense n=64 c=513 oc=10 act=relu6",
                           "dense n=300 c=40 oc=100 act=tanh",
                           "conv c=8 h=40 w=3 oc=8 k=5x1 p=2 s=3"})
    check_conv(parse_call(line), 7);
}

TEST_CASE("conv: AVX2 and AVX-512 give the same bits") {
  const auto isas = runnable_isas();
  if (isas.back() != Isa::avx512) return;
  RandomValues random(5);
  for (int i = 0; i < 40; ++i) {
    const KernelCall call = random_conv(random);
    CHECK(conv_result(call, Isa::avx2, 3, "direct") ==
          conv_result(call, Isa::avx512, 3, "direct"));
  }
}

TEST_CASE("conv: any cut of the work gives the same sums") {
  const KernelCall call = parse_call("conv c=70 h=13 w=11 oc=90 k=3x3 p=1 act=relu add=1");
  for (const Isa isa : runnable_isas()) {
    const ConvCase problem(call, 9);
    const Floats usual = problem.run(*make_direct(call, problem.parameters(), Cut(), isa));
    for (const int pixels : {1, 3, 5})
      for (const int rows : {1, 4, 13})
        for (const int group : {1, 2, 9})
          CHECK(problem.run(*make_direct(call, problem.parameters(), {pixels, 1, rows, group},
                                         isa)) == usual);
  }
}
