#include "models/transform/number_format.hpp"

#include <doctest/doctest.h>

#include "models/transform/compression.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

float one(float value, NumberFormat format) { return rounded({value}, 1, format)[0]; }

}  // namespace

TEST_CASE("half precision by hand") {
  const auto half = [](float x) { return one(x, NumberFormat::fp16); };
  CHECK(half(1.0F + 1.0F / 1024) == 1.0F + 1.0F / 1024);  // the last bit of 1
  CHECK(half(1.0F + 1.0F / 2048) == 1.0F);                // between two: the even one
  CHECK(half(1.0F + 3.0F / 2048) == 1.0F + 2.0F / 1024);
  CHECK(half(-1e6F) == -65504.0F);
  CHECK(half(5.9604645e-8F) == 5.9604645e-8F);  // 2^-24, the least
  CHECK(half(2e-8F) == 0.0F);
  CHECK(half(0.0F) == 0.0F);
}

TEST_CASE("bfloat16 by hand") {
  const auto bfloat = [](float x) { return one(x, NumberFormat::bf16); };
  CHECK(bfloat(1.0F + 1.0F / 128) == 1.0F + 1.0F / 128);
  CHECK(bfloat(1.0F + 1.0F / 256) == 1.0F);
  CHECK(bfloat(1.0F + 3.0F / 256) == 1.0F + 2.0F / 128);
  CHECK(bfloat(1e30F) == doctest::Approx(1e30).epsilon(1.0 / 256));
  CHECK(bfloat(3.4028235e38F) < 3.4e38F);  // no infinity
}

TEST_CASE("binary weights are the mean size and a sign, channel by channel") {
  CHECK(rounded({1, -3, 0, 10, 10, -40}, 2, NumberFormat::binary) ==
        std::vector<float>{4.0F / 3, -4.0F / 3, 4.0F / 3, 20, 20, -20});
}

TEST_CASE("int4 has 15 steps from end to end") {
  const std::vector<float> values = rounded({-7, -1, 0.4F, 0.6F, 7}, 1, NumberFormat::int4);
  CHECK(values == std::vector<float>{-7, -1, 0, 1, 7});
}

TEST_CASE("names, bits and the multipliers' format") {
  CHECK(number_format("bf16") == NumberFormat::bf16);
  CHECK(bits_of(NumberFormat::int4) == 4);
  CHECK_THROWS_WITH_AS(number_format("int9"), doctest::Contains("did you mean 'int"), ConfigError);
  using enum NumberFormat;
  CHECK(product_format(int8, int8) == int8);
  CHECK(product_format(int4, int8) == int8);
  CHECK(product_format(binary, fp32) == fp32);
  CHECK(product_format(int8, fp16) == fp16);
  CHECK(product_format(fp16, bf16) == fp32);
  CHECK(product_format(fp16, fp32) == fp32);
}

TEST_CASE("a compressed network's bytes and MACs by hand") {
  Graph graph("net", {1, 4, 4});
  graph.add(conv(2, 3));    // 18 weights, 2 biases, 8 outputs, 72 MACs
  graph.mark_exit(graph.add(dense(3)));  // 24 weights, 3 biases, 3 outputs, 24 MACs
  Compression table = uncompressed(graph);
  CHECK(costs_of(graph, table).weight_bytes == 47 * 4);
  CHECK(costs_of(graph, table).activation_bytes == 44);
  table[1] = {NumberFormat::int8, NumberFormat::int8, 0.25, 0};
  table[2].weights = NumberFormat::int4;
  CompressedCosts costs = costs_of(graph, table);
  CHECK(costs.macs == 96);
  CHECK(costs.nonzero_macs == 18 + 24);
  CHECK(costs.weight_bytes == 18 + 8 + 12 + 12);
  CHECK(costs.activation_bytes == 8 + 12);
  table[1].stored_bytes = 5;
  CHECK(costs_of(graph, table).weight_bytes == 5 + 12 + 12);
}
