#include "kernels/harness/call_run.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace lastmile::kernels;

TEST_CASE("call run: every type of call runs on memory of its own, in every cache state") {
  for (const char* line : {"conv c=20 h=9 w=7 oc=24 k=3x3 p=1 act=relu add=1", "depthwise c=20 h=9 w=7 k=3x3 p=1",
                           "dense c=30 oc=10 n=3", "concat h=4 w=4 c=8 parts=8,20", "attention c=32 w=7 g=2",
                           "lstm c=12 oc=20", "multiply c=20 h=5 w=5"}) {
    CAPTURE(line);
    const KernelCall call = parse_call(line);
    CallRun run(call);
    for (const CacheState state : {CacheState::warm, CacheState::l3}) {
      const Runnable one = runnable(run, state);
      CHECK(static_cast<bool>(one.before) == (state != CacheState::warm));
      if (one.before) one.before();
      one.run();
    }
    double sum = 0;
    for (std::size_t i = 0; i < output_shape(call).elements(); ++i) sum += std::abs(run.output()[i]);
    CHECK(sum > 0);
    CHECK(std::isfinite(sum));
  }
}

TEST_CASE("call run: the footprint holds inputs, output and weights") {
  CallRun run(parse_call("dense c=1024 oc=1024"));
  CHECK(run.footprint_bytes() >= 2 * 1024 * 4 + run.chosen().packed_bytes());
  CHECK(cache_sizes().l1 >= 1024);
  CHECK(cache_sizes().l1 <= cache_sizes().l2);
}
