#include "kernels/elementwise/elementwise.hpp"

#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

namespace {

KernelCall random_call(RandomValues& random, KernelType type) {
  KernelCall call;
  call.type = type;
  call.channels = random.between(5, 50);
  call.height = random.between(1, 12);
  call.width = random.between(1, 12);
  call.batch = random.between(1, 3);
  call.activation = static_cast<Activation>(random.between(0, 7));
  if (type == KernelType::add) call.inputs = random.between(1, 4);
  if (type == KernelType::scale || type == KernelType::activate)
    call.add = random.between(0, 1) == 0;
  return call;
}

}  // namespace

TEST_CASE("elementwise: every instruction set agrees with the plain loops") {
  RandomValues random(14);
  for (const KernelType type : {KernelType::add, KernelType::multiply, KernelType::activate,
                                KernelType::scale, KernelType::copy})
    for (int i = 0; i < 60; ++i)
      check_call(random_call(random, type), rounding_of(4), random.bits(), 3);
}

TEST_CASE("elementwise: batches and maps larger than a chunk") {
  for (const char* line :
       {"add n=64 c=24 h=3 w=3 inputs=2 act=relu", "activate c=48 h=31 w=29 act=gelu",
        "multiply n=2 c=72 h=28 w=28 act=hard_swish", "scale c=33 h=40 w=3 act=tanh add=1"})
    check_call(parse_call(line), rounding_of(4));
}

TEST_CASE("elementwise: copies any layout, leaves strange calls to the plain loops") {
  check_call(parse_call("copy c=3 h=9 w=7"), 0);
  check_call(parse_call("copy n=3 c=33 h=9 w=7"), 0);
  CHECK(algorithms(parse_call("activate c=3 h=9 w=7 act=tanh")) ==
        std::vector<std::string>{"reference"});
}
