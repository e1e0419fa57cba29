#include "sim/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "sim/error.hpp"

namespace lastmile {
namespace {

std::uint64_t splitmix64(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::uint64_t rotate_left(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

double scale_by_power_of_two(double x, int exponent) {
  std::uint64_t bits = static_cast<std::uint64_t>(exponent + 1023) << 52;
  double factor;
  std::memcpy(&factor, &bits, sizeof factor);
  return x * factor;
}

constexpr double kLn2High = 6.93147180369123816490e-01;  // ln 2 in two parts, so that k * high is exact
constexpr double kLn2Low = 1.90821492927058770002e-10;

}  // namespace

std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return splitmix64(hash);
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t state = a ^ rotate_left(b, 32);
  return splitmix64(state) ^ b;
}

RandomStream::RandomStream(std::uint64_t seed, std::string_view name) {
  std::uint64_t state = mix(seed, stable_hash(name));
  for (std::uint64_t& word : state_) word = splitmix64(state);
}

std::uint64_t RandomStream::next_u64() {
  const std::uint64_t result = rotate_left(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate_left(state_[3], 45);
  return result;
}

double RandomStream::uniform() { return static_cast<double>(next_u64() >> 11) * 0x1.0p-53; }

double RandomStream::uniform(double low, double high) { return low + (high - low) * uniform(); }

std::uint64_t RandomStream::below(std::uint64_t n) {
  SIM_CHECK(n > 0, "below(0)");
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % n;
  std::uint64_t draw = next_u64();
  while (draw >= limit) draw = next_u64();
  return draw % n;
}

double RandomStream::exponential(double mean) { return -mean * portable_log(1.0 - uniform()); }

// Inverse normal distribution function: Wichura 1988, algorithm AS 241 (doi:10.2307/2347330), PPND16.
double RandomStream::normal() {
  double p = uniform();
  if (p == 0) p = 0x1.0p-54;
  const double q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const double r = 0.180625 - q * q;
    const double top =
        (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
             45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r +
          133.14166789178437745) * r + 3.387132872796366608);
    const double bottom =
        (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
             21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r +
          42.313330701600911252) * r + 1.0);
    return q * top / bottom;
  }
  double r = std::sqrt(-portable_log(q < 0 ? p : 1.0 - p));
  double z;
  if (r <= 5.0) {
    r -= 1.6;
    const double top =
        (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
             1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r +
          4.6303378461565452959) * r + 1.42343711074968357734);
    const double bottom =
        (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
             0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r +
          2.05319162663775882187) * r + 1.0);
    z = top / bottom;
  } else {
    r -= 5.0;
    const double top =
        (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
             0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r +
          5.4637849111641143699) * r + 6.6579046435011037772);
    const double bottom =
        (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
             7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r +
          0.59983220655588793769) * r + 1.0);
    z = top / bottom;
  }
  return q < 0 ? -z : z;
}

double RandomStream::normal(double mean, double stddev) { return mean + stddev * normal(); }

double RandomStream::gamma(double shape) {
  if (shape < 1.0) {
    const double u = 1.0 - uniform();
    return gamma(shape + 1.0) * portable_pow(u, 1.0 / shape);
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = normal();
    double v = 1.0 + c * x;
    if (v <= 0) continue;
    v = v * v * v;
    const double u = 1.0 - uniform();
    if (portable_log(u) < 0.5 * x * x + d - d * v + d * portable_log(v)) return d * v;
  }
}

double portable_log(double x) {
  SIM_CHECK(x > 0, "logarithm of a number that is not positive");
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  int exponent = static_cast<int>((bits >> 52) & 0x7ff) - 1023;
  SIM_CHECK(exponent > -1023, "logarithm of a subnormal number");
  bits = (bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL;
  double m;
  std::memcpy(&m, &bits, sizeof m);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++exponent;
  }
  const double s = (m - 1.0) / (m + 1.0);  // log m = 2 artanh s, |s| <= 0.1716
  const double s2 = s * s;
  double series = 0;
  for (int k = 23; k >= 3; k -= 2) series = (series + 1.0 / k) * s2;
  return exponent * kLn2High + (2.0 * s + (2.0 * s * series + exponent * kLn2Low));
}

namespace {

/// `several` at a time, so that their divisions overlap.
template <int several>
void exponentials(double* x) {
  double r[several], sum[several];
  int k[several];
  for (int i = 0; i < several; ++i) {
    SIM_CHECK(x[i] < 700, "exponential overflows");
    const double scaled = std::max(x[i], -700.0) * 1.4426950408889634;
    k[i] = static_cast<int>(scaled + (scaled < 0 ? -0.5 : 0.5));
    r[i] = (x[i] - k[i] * kLn2High) - k[i] * kLn2Low;
    sum[i] = 1;
  }
  for (int n = 14; n >= 1; --n)
    for (int i = 0; i < several; ++i) sum[i] = 1.0 + sum[i] * r[i] / n;
  for (int i = 0; i < several; ++i) x[i] = x[i] < -700 ? 0 : scale_by_power_of_two(sum[i], k[i]);
}

template <int several>
void all_exponentials(double* x, std::size_t count) {
  for (; count >= several; x += several, count -= several) exponentials<several>(x);
  if constexpr (several > 1) all_exponentials<several / 2>(x, count);
}

}  // namespace

double portable_exp(double x) {
  exponentials<1>(&x);
  return x;
}

void portable_exp(double* x, std::size_t count) { all_exponentials<8>(x, count); }

double portable_pow(double base, double exponent) {
  if (base == 0) return 0;
  const double x = exponent * portable_log(base);
  return portable_exp(x);
}

}  // namespace lastmile
