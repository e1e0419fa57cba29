#include "kernels/recurrent/lstm.hpp"

#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

TEST_CASE("lstm: every instruction set agrees with the plain loops") {
  RandomValues random(24);
  for (int i = 0; i < 60; ++i) {
    KernelCall call;
    call.type = KernelType::lstm;
    call.batch = random.between(1, 9);
    call.channels = random.between(1, 70);
    call.out_channels = random.between(1, 70);
    check_call(call, rounding_of(call.channels + call.out_channels), random.bits());
  }
}

TEST_CASE("lstm: cells of known sizes") {
  check_call(parse_call("lstm c=256 oc=512"), rounding_of(768));
  check_call(parse_call("lstm n=64 c=40 oc=30"), rounding_of(70));
}
