#include <doctest/doctest.h>

#include <cmath>
#include <sstream>

#include "tests/unit/kernels/int8_case.hpp"

using namespace lastmile::kernels;
using lastmile::kernels::int8::Buffer;
using lastmile::kernels::int8::Case;

namespace {

std::string random_convolution(RandomValues& random) {
  std::ostringstream line;
  line << "conv k=3x3 n=" << random.between(1, 3) << " c=" << random.between(5, 70)
       << " oc=" << random.between(5, 70) << " p=" << random.between(0, 2)
       << " h=" << random.between(3, 20) << " w=" << random.between(3, 35)
       << " add=" << random.between(0, 1) << (random.between(0, 1) == 0 ? "" : " act=relu");
  return line.str();
}

std::vector<float> floats(const Buffer<std::uint8_t>& bytes) {
  std::vector<float> all(bytes.size() / sizeof(float));
  std::memcpy(all.data(), bytes.data(), bytes.size());
  return all;
}

}  // namespace

TEST_CASE("int8 Winograd: the same bits in every instruction set") {
  RandomValues random(31);
  for (int i = 0; i < 40; ++i) {
    Case one{random_convolution(random), random.bits()};
    one.quantisation.fp32_output = i % 4 == 0;
    const auto expected = one.run("winograd2", Isa::generic);
    for (const Isa isa : runnable_isas())
      CHECK(int8::difference(one, "winograd2", isa, expected) == "");
  }
}

TEST_CASE("int8 Winograd: close to the exact convolution") {
  RandomValues random(32);
  double worst = 0;
  for (int i = 0; i < 40; ++i) {
    Case one{random_convolution(random), random.bits()};
    one.call.add = false;
    one.call.activation = Activation::none;
    one.quantisation.fp32_output = true;
    const auto exact = floats(one.run("reference", Isa::generic));
    const auto fast = floats(one.run("winograd2", best_isa()));
    double error = 0, size = 0;
    for (std::size_t k = 0; k < exact.size(); ++k) {
      error += std::pow(fast[k] - exact[k], 2);
      size += std::pow(exact[k], 2);
    }
    worst = std::max(worst, std::sqrt(error / size));
  }
  MESSAGE("worst relative error, root mean square: " << worst);
  CHECK(worst < 0.03);
  CHECK(worst > 1e-4);  // it is not exact, and nobody should take it for the default
}

TEST_CASE("int8 Winograd: by name only, and only where it applies") {
  const std::vector<float> weights(9 * 64);
  const auto made = [&](const char* line) {
    return make_operator(parse_call(line), {weights.data(), nullptr})->algorithm();
  };
  CHECK(made("conv c=8 oc=8 h=4 w=4 k=3x3 prec=int8") != "winograd2");
  CHECK(made("conv c=8 oc=8 h=4 w=4 k=3x3 prec=int8 algo=winograd2") == "winograd2");
  for (const char* line : {"conv c=8 oc=8 h=5 w=5 k=3x3 s=2", "conv c=8 oc=8 h=5 w=5 k=3x3 d=2",
                           "conv c=8 oc=8 h=5 w=5 k=3x3 g=2", "conv c=3 oc=8 h=5 w=5 k=3x3"})
    CHECK_THROWS_AS(made((std::string(line) + " prec=int8 algo=winograd2").c_str()),
                    std::invalid_argument);
}
