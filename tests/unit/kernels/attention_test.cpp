#include "kernels/attention/attention.hpp"

#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

TEST_CASE("attention: every instruction set agrees with the plain loops") {
  RandomValues random(25);
  for (int i = 0; i < 60; ++i) {
    KernelCall call;
    call.type = KernelType::attention;
    call.groups = random.between(1, 4);
    call.channels = call.groups * random.between(5, 40);
    call.width = random.between(1, 70);
    call.batch = random.between(1, 2);
    check_call(call, rounding_of(call.width + call.channels), random.bits(), 2);
  }
}

TEST_CASE("attention: heads of a transformer") {
  check_call(parse_call("attention c=192 w=197 g=3"), rounding_of(261));
  check_call(parse_call("attention n=64 c=16 w=5 g=2"), rounding_of(21));
}
