#include "kernels/dense/dense.hpp"

#include "kernels/dense/gemv.hpp"
#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

TEST_CASE("dense: every instruction set agrees with the plain loops") {
  RandomValues random(13);
  for (int i = 0; i < 150; ++i) {
    KernelCall call;
    call.type = KernelType::dense;
    call.batch = random.between(1, kMostVectors);
    call.channels = random.between(1, 300);
    call.out_channels = random.between(1, 400);
    call.add = random.between(0, 2) == 0;
    call.activation = static_cast<Activation>(random.between(0, 7));
    check_call(call, rounding_of(call.channels), random.bits());
  }
}

TEST_CASE("dense: classifiers of known networks") {
  for (const char* line : {"dense c=1280 oc=1000", "dense c=512 oc=10 act=sigmoid",
                           "dense n=4 c=1024 oc=1001 act=relu"}) {
    const KernelCall call = parse_call(line);
    check_call(call, rounding_of(call.channels));
  }
}

TEST_CASE("packed rows: sections start new blocks, what is missing is 0") {
  const float weights[] = {1, 2, 3, 4, 5, 6, 7, 8};
  const float bias[] = {10, 20, 30, 40};
  const PackedRows rows(weights, bias, 2, 2, 2);
  REQUIRE(rows.blocks == 2);
  CHECK(rows.weights[0] == 1);
  CHECK(rows.weights[1] == 3);
  CHECK(rows.weights[16] == 2);
  CHECK(rows.weights[17] == 4);
  CHECK(rows.weights[2] == 0);
  CHECK(rows.weights[32] == 5);
  CHECK(rows.weights[32 + 17] == 8);
  CHECK(rows.bias[1] == 20);
  CHECK(rows.bias[16] == 30);
  CHECK(PackedRows(weights, nullptr, 1, 4, 2).bias[0] == 0);
}
