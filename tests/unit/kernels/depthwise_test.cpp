#include "kernels/depthwise/depthwise.hpp"

#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

namespace {

KernelCall random_call(RandomValues& random) {
  KernelCall call;
  call.type = KernelType::depthwise;
  constexpr int kernels[] = {1, 2, 3, 3, 5, 7, 9};
  call.kernel_height = kernels[random.between(0, 6)];
  call.kernel_width = random.between(0, 3) > 0 ? call.kernel_height : kernels[random.between(0, 6)];
  call.stride = random.between(1, 3);
  call.dilation = random.between(0, 2) > 0 ? 1 : random.between(2, 3);
  call.padding = random.between(0, call.kernel_height);
  call.channels = random.between(5, 40);
  call.height = random.between(1, 20);
  call.width = random.between(1, 24);
  call.batch = random.between(1, 3);
  call.add = random.between(0, 2) == 0;
  call.activation = static_cast<Activation>(random.between(0, 7));
  return call;
}

}  // namespace

TEST_CASE("depthwise: every instruction set agrees with the plain loops") {
  RandomValues random(11);
  int checked = 0;
  for (int i = 0; i < 300; ++i) {
    const KernelCall call = random_call(random);
    if (call.height_out() < 1 || call.width_out() < 1) continue;
    // A batch that the fast kernel refuses would be compared with itself.
    check_call(call, rounding_of(call.kernel_height * call.kernel_width), random.bits());
    ++checked;
  }
  CHECK(checked > 200);
}

TEST_CASE("depthwise: layers of known networks") {
  for (const char* line :
       {"depthwise c=32 h=56 w=56 k=3x3 p=1 act=relu6",
        "depthwise c=96 h=57 w=57 k=3x3 s=2 p=1 act=relu6", "depthwise c=20 h=7 w=7 k=3x3 p=1",
        "depthwise c=40 h=28 w=28 k=5x5 s=2 p=2 act=hard_swish",
        "depthwise c=24 h=56 w=56 k=7x7 p=3", "depthwise n=64 c=17 h=7 w=7 k=3x3 p=1 act=relu",
        "depthwise c=16 h=33 w=33 k=3x3 p=12 d=12",
        "depthwise c=18 h=9 w=9 k=3x3 p=1 add=1 act=sigmoid"}) {
    const KernelCall call = parse_call(line);
    check_call(call, rounding_of(call.kernel_height * call.kernel_width));
  }
}

TEST_CASE("depthwise: pictures of few channels go to the plain loops") {
  CHECK(algorithms(parse_call("depthwise c=3 h=8 w=8 k=3x3 p=1")) ==
        std::vector<std::string>{"reference"});
}

TEST_CASE("depthwise: AVX2 and AVX-512 give the same bits") {
  const auto runnable = runnable_isas();
  if (std::find(runnable.begin(), runnable.end(), Isa::avx512) == runnable.end()) return;
  const KernelCall call = parse_call("depthwise c=40 h=19 w=23 k=5x5 s=2 p=2 act=relu6");
  CHECK(fast_result(call, Isa::avx2) == fast_result(call, Isa::avx512));
}
