#include "kernels/call.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "kernels/random_values.hpp"

using namespace lastmile::kernels;

TEST_CASE("call: text and back") {
  for (const char* line :
       {"conv c=64 h=56 w=56 oc=256", "conv n=4 c=3 h=224 w=224 oc=64 s=2 p=3 k=7x7 act=relu",
        "depthwise c=32 h=9 w=11 p=1 g=32 k=3x3 act=relu6 algo=direct", "concat h=5 w=5 parts=16,24,8",
        "add c=8 h=3 w=3 inputs=3 act=relu", "conv c=8 oc=8 add=1 prec=int8", "max_pool c=3 h=7 w=7 s=2 k=3x3 ceil=1"}) {
    CHECK(text(parse_call(line)) == line);
  }
}

TEST_CASE("call: refused with the reason") {
  const auto why = [](const char* line) {
    try {
      parse_call(line);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(why("conf c=3").find("no kernel 'conf'; known: conv,") == 0);
  CHECK(why("conv q=3").find("no key 'q'; known: n, c,") == 0);
  CHECK(why("conv c=x") == "c=x: not a whole number");
  CHECK(why("conv k=3") == "k=3: not HxW");
  CHECK(why("conv c=0") == "conv: c must be positive");
  CHECK(why("conv c=3 h=2 w=2 k=5x5") == "conv: the kernel is larger than the padded map");
  CHECK(why("conv c=6 oc=4 g=4") == "conv: g does not divide the channels");
  CHECK(why("conv c=6 act=max").find("no activation 'max'") == 0);
}

TEST_CASE("call: extents and work by hand") {
  const KernelCall stem = parse_call("conv c=3 h=224 w=224 oc=64 k=7x7 s=2 p=3");
  CHECK(stem.height_out() == 112);
  CHECK(work(stem).flop == doctest::Approx(2.0 * 112 * 112 * 64 * 147));
  CHECK(work(stem).weight_bytes == doctest::Approx(4.0 * 64 * 148));
  const KernelCall dilated = parse_call("conv c=8 h=11 w=9 oc=16 k=3x3 d=2 g=4");
  CHECK(dilated.height_out() == 7);
  CHECK(dilated.width_out() == 5);
  CHECK(work(dilated).flop == doctest::Approx(2.0 * 35 * 16 * 2 * 9));
  // The windows of a 6-wide map at stride 2, padding 1: floor 3, ceiling 4; at width 5 the fourth would begin outside.
  CHECK(parse_call("max_pool h=6 w=5 k=3x3 s=2 p=1 ceil=1").height_out() == 4);
  CHECK(parse_call("max_pool h=6 w=5 k=3x3 s=2 p=1 ceil=1").width_out() == 3);
  CHECK(parse_call("max_pool h=6 w=6 k=3x3 s=2 p=1").height_out() == 3);
  CHECK(work(parse_call("add c=16 h=4 w=4 inputs=3")).input_bytes == doctest::Approx(3 * 16 * 16 * 4.0));
}
