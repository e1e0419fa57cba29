#include "kernels/int8/quantise.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "kernels/int8/requantise.hpp"

using namespace lastmile::kernels;
using namespace lastmile::kernels::int8;

TEST_CASE("int8: numbers become the nearest byte, ties to the even one, and saturate") {
  CHECK(quantised(0, 0.5F, 10) == 10);
  CHECK(quantised(0.25F, 0.5F, 10) == 10);
  CHECK(quantised(0.75F, 0.5F, 10) == 12);
  CHECK(quantised(-1.25F, 0.5F, 10) == 8);
  CHECK(quantised(-100, 0.5F, 10) == 0);
  CHECK(quantised(1e9F, 0.5F, 10) == 255);
  CHECK(dequantised(7, 0.5F, 10) == -1.5F);
  for (int q = 0; q <= 255; ++q)
    CHECK(quantised(dequantised(static_cast<std::uint8_t>(q), 0.037F, 131), 0.037F, 131) == q);
}

TEST_CASE("int8: a tensor keeps its layout, with zero bytes for padding") {
  const MapShape shape{1, 17, 1, 1};
  std::vector<float> real(shape.elements());
  real[shape.index(0, 16, 0, 0)] = 3;
  std::vector<std::uint8_t> bytes(shape.elements(), 0xAA);
  quantise(shape, real.data(), 1, 100, bytes.data());
  CHECK(bytes[0] == 100);
  CHECK(bytes[16] == 103);
  CHECK(bytes[17] == 0);
  CHECK(bytes[31] == 0);
}

TEST_CASE("int8: weights are symmetric with a scale for each channel") {
  const std::vector<float> weights = {1, -2, 0.5F, 0, 0, 0, 12.7F, 6.35F, -0.1F};
  const ByteWeights own = quantise_weights(weights.data(), 3, 3, nullptr);
  CHECK(own.scales == std::vector<float>{2.0F / 127, 1, 12.7F / 127});
  CHECK(own.values == std::vector<std::int8_t>{64, -127, 32, 0, 0, 0, 127, 64, -1});
  const float given[] = {0.01F, 1, 1};
  const ByteWeights scaled = quantise_weights(weights.data(), 3, 3, given);
  CHECK(scaled.values[0] == 100);
  CHECK(scaled.values[1] == -128);
}

TEST_CASE("int8: sums become bytes by scale, bias, summand and bounds") {
  KernelCall call = parse_call("dense c=1 oc=3 add=1 act=relu6 prec=int8");
  const float bias[] = {1, 0, -1};
  Parameters parameters{nullptr, bias};
  parameters.quantisation = {0.5F, 3, 0.25F, 8, 2, 5};
  const std::vector<float> scales = {1, 2, 4};
  const auto value = [&](std::int32_t sum, int channel, int summand) {
    return Requantisation(call, parameters, scales)
        .value(sum, channel, static_cast<std::uint8_t>(summand));
  };
  CHECK(value(2, 0, 5) == 8 + (2 * 0.5F + 1) / 0.25F);
  CHECK(value(2, 0, 6) == 8 + (2 * 0.5F + 1 + 2) / 0.25F);
  CHECK(value(1, 2, 5) == 8 + (1 * 0.5F * 4 - 1) / 0.25F);
  CHECK(value(-1, 1, 5) == 8);
  CHECK(value(99, 1, 5) == 8 + 6 / 0.25F);
  CHECK(value(99, 3, 5) == 0);  // padding of the block
  call.activation = Activation::relu;
  CHECK(value(199, 1, 5) == 255);
  call.activation = Activation::none;
  CHECK(value(-5, 1, 5) == 0);
  parameters.quantisation.fp32_output = true;
  CHECK(value(-5, 1, 4) == -5 * 0.5F * 2 - 2);
  CHECK(value(-5, 3, 4) == 0);
}
