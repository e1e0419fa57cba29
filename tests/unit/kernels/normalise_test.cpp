#include "kernels/normalise/normalise.hpp"

#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

namespace {

KernelCall random_call(RandomValues& random, KernelType type) {
  KernelCall call;
  call.type = type;
  call.channels = random.between(5, 90);
  call.height = random.between(1, 6);
  call.width = random.between(1, 8);
  call.batch = random.between(1, 3);
  return call;
}

}  // namespace

TEST_CASE("softmax, layer norm, lrn: every instruction set agrees with the plain loops") {
  RandomValues random(23);
  for (const KernelType type : {KernelType::softmax, KernelType::layer_norm, KernelType::lrn})
    for (int i = 0; i < 60; ++i) {
      const KernelCall call = random_call(random, type);
      // The norm divides by a deviation that is at least a tenth for these inputs.
      check_call(call, rounding_of(call.channels), random.bits(), 4);
    }
}

TEST_CASE("softmax: wide inputs neither overflow nor lose the sum") {
  check_call(parse_call("softmax c=1000"), rounding_of(16), 1, 80);
  check_call(parse_call("softmax n=64 c=10"), rounding_of(16), 1, 30);
}

TEST_CASE("lrn: large values") {
  check_call(parse_call("lrn c=96 h=9 w=11"), rounding_of(8), 1, 300);
}

TEST_CASE("layer norm: tokens of a transformer") {
  check_call(parse_call("layer_norm c=384 w=197"), rounding_of(384));
  check_call(parse_call("layer_norm n=64 c=96 w=3"), rounding_of(96));
}
