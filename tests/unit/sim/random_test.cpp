// Pinned draws, computed by an independent program from the published generators; distributions
// against their definitions.
#include "sim/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "sim/error.hpp"

using namespace lastmile;

namespace {

// A stream whose next uniform() is n / 2^53.
RandomStream about_to_draw(std::uint64_t n) {
  const std::uint64_t wanted = n << 11;  // next = rotl(s0 + s3, 23) + s0
  return std::bit_cast<RandomStream>(std::array<std::uint64_t, 4>{0, 1, 2, std::rotr(wanted, 23)});
}

double relative_error(double value, long double truth) {
  return static_cast<double>(std::abs((static_cast<long double>(value) - truth) / truth));
}

// Mean and variance within 4 standard errors, which come from the sample itself.
void check_moments(const std::vector<double>& draws, double mean, double variance) {
  const auto n = static_cast<double>(draws.size());
  double m1 = 0, m2 = 0, m4 = 0;
  for (const double x : draws) {
    const double d = x - mean;
    m1 += d / n;
    m2 += d * d / n;
    m4 += d * d * d * d / n;
  }
  CHECK(std::abs(m1) < 4 * std::sqrt(variance / n));
  CHECK(std::abs(m2 - variance) < 4 * std::sqrt((m4 - m2 * m2) / n));
}

template <class Draw>
std::vector<double> many(Draw draw) {
  std::vector<double> draws(40000);
  for (double& x : draws) x = draw();
  return draws;
}

double correlation(RandomStream a, RandomStream b) {
  double sum = 0;
  constexpr int n = 40000;
  for (int i = 0; i < n; ++i) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12 / n;
  return sum;
}

}  // namespace

TEST_CASE("random: pinned bits") {
  CHECK(stable_hash("") == 0xc3817c016ba4ff30ULL);
  CHECK(stable_hash("arrivals/cameras[1]") == 0x1a7b778da0fd9b0fULL);
  CHECK(mix(1, 2) == 0xc4858308e5949c4bULL);
  RandomStream raw(1, "pinned");
  CHECK(raw.next_u64() == 0x4e1bad6e55fe2007ULL);
  CHECK(raw.next_u64() == 0x298d83677bca679eULL);
  CHECK(raw.next_u64() == 0x70f85b7ea8c57d9cULL);
  RandomStream uniform(1, "pinned");
  for (const double expected :
       {0x1.386eb5b957f88p-2, 0x1.4c6c1b3bde530p-3, 0x1.c3e16dfaa315ep-2, 0x1.73987f9235b58p-2}) {
    CHECK(uniform.uniform() == expected);
  }
  RandomStream below(1, "pinned");
  for (const std::uint64_t expected : {231, 382, 468, 892, 591, 959}) {
    CHECK(below.below(1000) == expected);
  }
}

TEST_CASE("random: pinned distributions") {
  const auto near = [](double value) { return doctest::Approx(value).epsilon(1e-14); };
  RandomStream exponential(1, "pinned"), normal(1, "pinned"), gamma(1, "pinned");
  for (const double expected :
       {0.9100036672700715, 0.4427845661601731, 1.455310168680764, 1.1270183464631358}) {
    CHECK(exponential.exponential(2.5) == near(expected));
  }
  for (const double expected :
       {-0.5097599471792524, -0.984985602388952, -0.1477003360699573, -0.35075408667861757}) {
    CHECK(normal.normal() == near(expected));
  }
  CHECK(gamma.gamma(0.5) == near(0.18995778680033878));
  CHECK(gamma.gamma(1) == near(0.41932918325998214));
  CHECK(gamma.gamma(3.5) == near(4.2537028075725205));
  CHECK(gamma.gamma(0.1) / 7.738195436872157e-09 == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("random: the inverse of the normal distribution, tails included") {
  const std::array<std::pair<std::uint64_t, double>, 8> known{{
      {2702159776422297, -0.5244005127080407},  // 0.3
      {8106479329266893, 1.2815515655446008},   // 0.9
      {8998192055486251, 3.090232306167813},    // 0.999
      {1048576, -6.337957754553789},            // 2^-33: the outer tail begins near 2^-36
      {9, -7.941444487415977},
      {1, -8.209536151601386},
      {0, -8.292361075813595},  // half a step below the first draw
      {9007199254740991, 8.209536151601386},
  }};
  for (const auto& [n, z] : known) {
    INFO(n);
    CHECK(about_to_draw(n).normal() == doctest::Approx(z).epsilon(3e-15));
  }
  RandomStream draws(3, "normal");
  for (int i = 0; i < 20000; ++i) {
    const double p = RandomStream(draws).uniform(), z = draws.normal();
    const double back = 0.5 * std::erfc((p < 0.5 ? -z : z) / std::sqrt(2.0));
    REQUIRE(back == doctest::Approx(p < 0.5 ? p : 1 - p).epsilon(1e-13));
  }
}

TEST_CASE("random: logarithm and exponential against the extended ones of the library") {
  RandomStream random(5, "points");
  double worst_log = 0, worst_exp = 0, worst_pow = 0;
  for (int i = 0; i < 40000; ++i) {
    const double wide = std::exp2(random.uniform(-1000, 1000)), close = random.uniform(0.5, 2);
    const double x = random.uniform(-690, 690);
    for (const double y : {wide, close}) {
      worst_log = std::max(worst_log,
                           relative_error(portable_log(y), std::log(static_cast<long double>(y))));
    }
    worst_exp =
        std::max(worst_exp, relative_error(portable_exp(x), std::exp(static_cast<long double>(x))));
    const double power = random.uniform(-8, 8);
    worst_pow = std::max(worst_pow, relative_error(portable_pow(close, power),
                                                   std::pow(static_cast<long double>(close),
                                                            static_cast<long double>(power))));
  }
  MESSAGE("largest relative errors: log ", worst_log, " exp ", worst_exp, " pow ", worst_pow);
  CHECK(worst_log < 1e-15);
  CHECK(worst_exp < 1e-14);
  CHECK(worst_pow < 1e-14);
}

TEST_CASE("random: corners of logarithm and exponential") {
  CHECK(portable_log(1) == 0);
  CHECK(portable_exp(0) == 1);
  std::vector<double> several;
  for (int i = 0; i < 15; ++i) several.push_back(20.5 - i * i * 4.25);
  const std::vector<double> each = several;
  portable_exp(several.data(), several.size());
  for (std::size_t i = 0; i < each.size(); ++i) CHECK(several[i] == portable_exp(each[i]));
  CHECK(portable_exp(-701) == 0);
  CHECK(portable_pow(0, 3) == 0);
  for (const double x : {1 - 0x1p-53, 1 + 0x1p-52, 1 - 1e-9, 1 + 1e-9}) {
    CHECK(relative_error(portable_log(x), std::log(static_cast<long double>(x))) < 1e-15);
  }
  CHECK_THROWS_AS(static_cast<void>(portable_log(0)), InternalError);
  CHECK_THROWS_AS(static_cast<void>(portable_log(0x1p-1060)), InternalError);
  CHECK_THROWS_AS(static_cast<void>(portable_exp(701)), InternalError);
}

TEST_CASE("random: moments within four standard errors") {
  RandomStream random(11, "moments");
  check_moments(many([&] { return random.uniform(2, 6); }), 4, 16.0 / 12);
  check_moments(many([&] { return random.exponential(3); }), 3, 9);
  check_moments(many([&] { return random.normal(1, 2); }), 1, 4);
  for (const double shape : {0.3, 1.0, 4.5}) {
    check_moments(many([&] { return random.gamma(shape); }), shape, shape);
  }
  check_moments(many([&] { return static_cast<double>(random.below(7)); }), 3, 4);
}

TEST_CASE("random: every value below n, and no other") {
  RandomStream random(2, "below");
  std::array<int, 5> seen{};
  for (int i = 0; i < 10000; ++i) ++seen.at(random.below(5));
  for (const int times : seen) CHECK(std::abs(times - 2000) < 4 * std::sqrt(10000 * 0.2 * 0.8));
  CHECK(random.below(1) == 0);
  CHECK_THROWS_AS(random.below(0), InternalError);
}

TEST_CASE("random: streams of different names and seeds have nothing in common") {
  constexpr double bound = 4.0 / 200;  // four standard errors of 40000 products
  const RandomStream a(1, "a");
  CHECK(std::abs(correlation(a, RandomStream(1, "b"))) < bound);
  CHECK(std::abs(correlation(a, RandomStream(2, "a"))) < bound);
  CHECK(std::abs(correlation(RandomStream(1, "cameras[1]"), RandomStream(1, "cameras[2]"))) <
        bound);
  CHECK(correlation(a, RandomStream(1, "a")) == doctest::Approx(1).epsilon(0.03));
}
