#include "kernels/pooling/pooling.hpp"

#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

TEST_CASE("pools: every instruction set agrees with the plain loops") {
  RandomValues random(12);
  int checked = 0;
  for (int i = 0; i < 250; ++i) {
    KernelCall call;
    call.type = random.between(0, 1) == 0 ? KernelType::max_pool : KernelType::avg_pool;
    call.kernel_height = random.between(1, 4);
    call.kernel_width = random.between(1, 4);
    call.stride = random.between(1, 3);
    call.dilation = random.between(1, 2);
    call.padding = random.between(0, std::min(call.kernel_height, call.kernel_width) - 1);
    call.ceil = random.between(0, 1) == 0;
    call.channels = random.between(5, 37);
    call.height = random.between(1, 17);
    call.width = random.between(1, 22);
    call.batch = random.between(1, 3);
    call.add = random.between(0, 3) == 0;
    call.activation = static_cast<Activation>(random.between(0, 7));
    // A dilated window may have no tap inside a small map; its mean is not defined.
    if (call.height_out() < 1 || call.width_out() < 1 ||
        call.dilation > std::min(call.height, call.width))
      continue;
    check_call(call, rounding_of(call.kernel_height * call.kernel_width), random.bits());
    ++checked;
  }
  CHECK(checked > 150);
}

TEST_CASE("pools: layers of known networks") {
  for (const char* line :
       {"max_pool c=64 h=112 w=112 k=3x3 s=2 p=1", "max_pool c=33 h=13 w=13 k=3x3 s=2 ceil=1",
        "avg_pool c=20 h=8 w=8 k=2x2 s=2", "max_pool n=64 c=5 h=6 w=6 k=2x2 s=2",
        "global_pool c=1280 h=7 w=7", "global_pool n=64 c=19 h=3 w=5 act=sigmoid",
        "global_pool n=2 c=40 h=1 w=1", "global_pool c=24 h=9 w=7 add=1 act=relu"}) {
    const KernelCall call = parse_call(line);
    check_call(call, rounding_of(call.height * call.width));
  }
}
