#include "kernels/simd/functions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/reference.hpp"
#include "kernels/simd/tables.hpp"

using namespace lastmile::kernels;

namespace {

// Values from `least` to `most`, many of them small.
Floats range(double least, double most) {
  Floats values;
  for (int i = 0; i < 40000; ++i)
    values.push_back(static_cast<float>(least + (most - least) * i / 39999.0));
  for (int i = 0; i < 8000; ++i)
    values.push_back(static_cast<float>((i % 2 == 0 ? 1 : -1) * std::pow(10.0, -i / 400.0)));
  return values;
}

// Largest error over the range on every instruction set; `relative` to the value, or to max(1,
// |x|).
double worst(Activation activation, double least, double most, bool relative) {
  const Floats in = range(least, most);
  double error = 0;
  for (const Isa isa : runnable_isas()) {
    Floats out(in.size());
    tables(isa).activate(activation, in.data(), out.data(), in.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
      const double wanted = activated(activation, in[i]);
      const double size =
          relative ? std::abs(wanted) : std::max(1.0, std::abs(static_cast<double>(in[i])));
      error = std::max(error, std::abs(out[i] - wanted) / size);
    }
  }
  return error;
}

}  // namespace

TEST_CASE("functions: largest errors are those of the data sheet") {
  CHECK(worst(Activation::tanh, -20, 20, true) <= 6e-7);
  CHECK(worst(Activation::sigmoid, -87, 87, true) <= 5e-7);
  CHECK(worst(Activation::swish, -87, 87, true) <= 6e-7);
  CHECK(worst(Activation::gelu, -20, 20, false) <= 5e-7);
  CHECK(worst(Activation::hard_swish, -20, 20, false) <= 3e-7);
  CHECK(worst(Activation::relu, -20, 20, true) == 0);
  CHECK(worst(Activation::relu6, -20, 20, true) == 0);
}

TEST_CASE("functions: exp and erf on this program's own instruction set") {
  using B = xsimd::batch<float>;
  double exp_error = 0, erf_error = 0;
  const auto each = [&](double least, double most, auto function, auto wanted, double& error) {
    const Floats in = range(least, most);
    for (const float x : in) {
      const double right = wanted(static_cast<double>(x));
      error = std::max(error, std::abs(function(B(x)).get(0) / right - 1));
    }
  };
  each(
      -87, 88, [](const B& x) { return exponential(x); }, [](double x) { return std::exp(x); },
      exp_error);
  each(
      -6, 6, [](const B& x) { return error_function(x); }, [](double x) { return std::erf(x); },
      erf_error);
  CHECK(exp_error <= 3e-7);
  CHECK(erf_error <= 6e-7);
  CHECK(exponential(B(1000.0F)).get(0) == exponential(B(88.0F)).get(0));
  CHECK(std::isfinite(exponential(B(1000.0F)).get(0)));
}
