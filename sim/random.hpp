// One stream of random numbers per (seed, component name).
//
// A stream's state comes from hashing its name with the run's seed, so adding a device shifts nobody
// else's draws. Distributions are our own and use no libm beyond sqrt: glibc's log, exp and friends
// round differently with the processor's features, and results must not.
// Generator: xoshiro256++ (Blackman, Vigna 2021, doi:10.1145/3460772), seeded by splitmix64.
// Checked: tests/unit/sim/random_test.cpp pins draws. C++17-clean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lastmile {

/// 64-bit hash of a text; fixed for ever, results depend on it (FNV-1a, then splitmix64's finaliser).
std::uint64_t stable_hash(std::string_view text);
std::uint64_t mix(std::uint64_t a, std::uint64_t b);

class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view name);

  std::uint64_t next_u64();
  double uniform();                                 ///< [0, 1), 53 bits
  double uniform(double low, double high);          ///< [low, high)
  std::uint64_t below(std::uint64_t n);             ///< 0..n-1 without bias; REQUIRES n > 0
  double exponential(double mean);
  double normal();                                  ///< mean 0, variance 1 (inverse of the distribution function)
  double normal(double mean, double stddev);
  double gamma(double shape);                       ///< scale 1 (Marsaglia, Tsang 2000, doi:10.1145/358407.358414)

 private:
  std::uint64_t state_[4];
};

/// Natural logarithm and exponential from additions, multiplications and divisions only: the same bits
/// on every machine. Relative error below 1e-15 (log; x > 0 and normal) and 1e-14 (exp; |x| < 700).
double portable_log(double x);
double portable_exp(double x);
void portable_exp(double* x, std::size_t count);  ///< of each, in its place: the same bits, faster
double portable_pow(double base, double exponent);

}  // namespace lastmile
