// Poisson arrivals: exponential gaps of the stream that a workload draws from.
//
//   N(T) over a window T has mean lambda T and variance lambda T; gaps are memoryless:
//   P(gap > s + t | gap > s) = P(gap > t). Bars are 4 standard deviations.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <string>

#include "sim/engine.hpp"

using namespace lastmile;

namespace {

constexpr double kRate = 2, kWindow_s = 500;

int arrivals_in_window(RandomStream& stream) {
  int count = 0;
  double at_s = stream.exponential(1 / kRate);
  for (; at_s < kWindow_s; at_s += stream.exponential(1 / kRate)) ++count;
  return count;
}

void compare(const char* what, double expected, double actual, double bar) {
  std::printf("%s\n  Expectation %.6g +- %.2g\n  Actual      %.6g\n", what, expected, bar, actual);
  CHECK(std::abs(actual - expected) < bar);
}

}  // namespace

TEST_CASE("Poisson arrivals: mean and variance of the number in a window") {
  const Engine engine(1);
  double sum = 0, squares = 0;
  constexpr int devices = 200;
  const double expected = kRate * kWindow_s;
  for (int i = 0; i < devices; ++i) {
    RandomStream stream = engine.random("arrivals/cameras[" + std::to_string(i) + "]");
    const double d = arrivals_in_window(stream) - expected;
    sum += d;
    squares += d * d;
  }
  compare("arrivals in 500 s at 2/s", expected, expected + sum / devices,
          4 * std::sqrt(expected / devices));
  compare("their variance", expected, squares / devices, 4 * expected * std::sqrt(2.0 / devices));
}

TEST_CASE("Poisson arrivals: gaps are memoryless") {
  RandomStream stream = Engine(2).random("arrivals/x");
  int beyond_1 = 0, beyond_3 = 0, beyond_2 = 0;
  constexpr int draws = 100000;
  for (int i = 0; i < draws; ++i) {
    const double gap = stream.exponential(1);
    beyond_1 += gap > 1 ? 1 : 0;
    beyond_2 += gap > 2 ? 1 : 0;
    beyond_3 += gap > 3 ? 1 : 0;
  }
  const double p = std::exp(-2.0), given = static_cast<double>(beyond_3) / beyond_1;
  compare("P(gap > 3 | gap > 1)", p, given, 4 * std::sqrt(p * (1 - p) / beyond_1));
  compare("P(gap > 2)", p, static_cast<double>(beyond_2) / draws,
          4 * std::sqrt(p * (1 - p) / draws));
}
