#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "tests/unit/kernels/int8_case.hpp"

using namespace lastmile::kernels;
using lastmile::kernels::int8::Case;
using lastmile::kernels::int8::first_difference;

namespace {

const char* random_activation(RandomValues& random) {
  constexpr const char* names[] = {"", " act=relu", " act=relu6"};
  return names[random.between(0, 2)];
}

std::string random_convolution(RandomValues& random) {
  const int groups = random.between(0, 2) > 0 ? 1 : random.between(2, 5);
  const int kernel_height = random.between(1, 4), kernel_width = random.between(1, 4),
            dilation = random.between(1, 2);
  const int padding = random.between(0, 2);
  const auto extent = [&](int kernel) {
    return std::max(1, dilation * (kernel - 1) + 1 - 2 * padding) + random.between(0, 16);
  };
  std::ostringstream line;
  line << "conv n=" << random.between(1, 3)
       << " c=" << groups * random.between(1, groups > 1 ? 20 : 40)
       << " oc=" << groups * random.between(1, groups > 1 ? 35 : 100) << " g=" << groups
       << " k=" << kernel_height << 'x' << kernel_width << " s=" << random.between(1, 3)
       << " p=" << padding << " d=" << dilation << " h=" << extent(kernel_height)
       << " w=" << extent(kernel_width) << " add=" << random.between(0, 1)
       << random_activation(random);
  return line.str();
}

}  // namespace

TEST_CASE("int8 convolution: every instruction set equals the plain loops bit for bit") {
  RandomValues random(11);
  for (int i = 0; i < 150; ++i) {
    Case one{random_convolution(random), random.bits()};
    one.quantisation.fp32_output = i % 4 == 0;
    CHECK(first_difference(one) == "");
  }
}

TEST_CASE("int8 dense layer: batches of 1 to 64") {
  RandomValues random(12);
  for (const int batch : {1, 2, 3, 7, 15, 29, 64}) {
    std::ostringstream line;
    line << "dense n=" << batch << " c=" << random.between(1, 300)
         << " oc=" << random.between(1, 150) << " add=" << random.between(0, 1)
         << random_activation(random);
    CHECK(first_difference(Case{line.str(), random.bits()}) == "");
  }
  CHECK(first_difference(Case("conv n=64 c=35 oc=50 add=1", 5)) == "");
}

TEST_CASE("int8 depthwise: strides, padding, dilation, odd channels") {
  RandomValues random(13);
  for (int i = 0; i < 40; ++i) {
    std::ostringstream line;
    const int kernel = random.between(1, 5), dilation = random.between(1, 2),
              channels = random.between(1, 70);
    line << "depthwise n=" << random.between(1, 3) << " c=" << channels << " g=" << channels
         << " k=" << kernel << 'x' << kernel << " s=" << random.between(1, 2)
         << " p=" << random.between(0, kernel / 2) << " d=" << dilation
         << " h=" << dilation * (kernel - 1) + random.between(1, 12)
         << " w=" << dilation * (kernel - 1) + random.between(1, 20)
         << " add=" << random.between(0, 1) << random_activation(random);
    CHECK(first_difference(Case{line.str(), random.bits()}) == "");
  }
}

TEST_CASE("int8: sums of the largest products do not saturate") {
  for (const char* line : {"conv c=512 oc=40 k=3x3 p=1 h=5 w=9", "dense n=5 c=2050 oc=33",
                           "conv c=3 oc=17 k=7x7 h=9 w=30"})
    for (const bool high : {true, false}) {
      Case one(line, 3);
      one.quantisation = {};
      one.quantisation.input_zero = high ? 0 : 255;
      one.quantisation.fp32_output = true;
      std::fill(one.input.begin(), one.input.end(), std::uint8_t(high ? 255 : 0));
      std::fill(one.scales.begin(), one.scales.end(), 1.0F);
      std::fill(one.weights.begin(), one.weights.end(), -128.0F);
      std::fill(one.bias.begin(), one.bias.end(), 0.0F);
      CHECK(first_difference(one) == "");
      const auto bytes = one.run("", best_isa());
      const MapShape out = output_shape(one.call);
      float middle = 0;
      std::memcpy(&middle,
                  bytes.data() + sizeof(float) * out.index(0, 0, out.height / 2, out.width / 2),
                  sizeof middle);
      const std::size_t terms =
          weight_count(one.call) / static_cast<std::size_t>(one.call.channels_out());
      CHECK(middle == (high ? -1.0F : 1.0F) * 255 * 128 * static_cast<float>(terms));
    }
}

TEST_CASE("int8: what cannot be computed is refused") {
  const float weight = 1;
  const auto made = [&](const char* line, Quantisation quantisation) {
    return make_operator(parse_call(line), {&weight, nullptr, quantisation});
  };
  Quantisation quantisation;
  CHECK_NOTHROW(made("conv prec=int8", quantisation));
  CHECK_THROWS_AS(made("conv prec=int8 act=gelu", quantisation), std::invalid_argument);
  CHECK_THROWS_AS(made("dense c=65794 oc=1 prec=int8", quantisation), std::invalid_argument);
  quantisation.input_zero = 256;
  CHECK_THROWS_AS(made("conv prec=int8", quantisation), std::invalid_argument);
  quantisation = {};
  quantisation.output_scale = 0;
  CHECK_THROWS_AS(made("conv prec=int8", quantisation), std::invalid_argument);
}
