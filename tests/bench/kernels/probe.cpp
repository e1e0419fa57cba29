// Sixteen sums, each with a start value of its own (equal ones would be merged), are enough to hide
// the latency of 4 to 5 cycles at two operations a cycle.
#include "tests/bench/kernels/probe.hpp"

#include <algorithm>
#include <chrono>

#include "kernels/isa.hpp"

namespace lastmile::bench {
namespace {

constexpr int kSums = 16, kTurns = 20'000;
constexpr double kFlopASumLane = 2.0 * kSums * kTurns;

// `size` lanes as one value; the compiler maps it to the registers of the function's target.
template <int size>
struct Vector {
  typedef float type __attribute__((vector_size(size * sizeof(float))));
};

template <class V>
inline __attribute__((always_inline)) float turn(float start, float factor) {
  const V zero = {};
  const V m = zero + factor;
  V s0 = zero + start, s1 = s0 + 1, s2 = s0 + 2, s3 = s0 + 3, s4 = s0 + 4, s5 = s0 + 5, s6 = s0 + 6,
    s7 = s0 + 7;
  V s8 = s0 + 8, s9 = s0 + 9, sa = s0 + 10, sb = s0 + 11, sc = s0 + 12, sd = s0 + 13, se = s0 + 14,
    sf = s0 + 15;
  for (int i = 0; i < kTurns; ++i) {
    s0 = s0 * m + m, s1 = s1 * m + m, s2 = s2 * m + m, s3 = s3 * m + m, s4 = s4 * m + m,
    s5 = s5 * m + m;
    s6 = s6 * m + m, s7 = s7 * m + m, s8 = s8 * m + m, s9 = s9 * m + m, sa = sa * m + m,
    sb = sb * m + m;
    sc = sc * m + m, sd = sd * m + m, se = se * m + m, sf = sf * m + m;
  }
  const V all = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + sa + sb + sc + sd + se + sf;
  return all[0];
}

#ifdef __x86_64__
__attribute__((target("avx512f,fma"), optimize("fp-contract=fast"))) float turn_512(float start,
                                                                                    float factor) {
  return turn<Vector<16>::type>(start, factor);
}
__attribute__((target("avx2,fma"), optimize("fp-contract=fast"))) float turn_256(float start,
                                                                                 float factor) {
  return turn<Vector<8>::type>(start, factor);
}
#endif

template <class F>
double rate(F f, int lanes) {
  volatile float factor = 0.5F, sink = 0;
  double best = 1;
  for (int i = 0; i < 20; ++i) {
    const auto start = std::chrono::steady_clock::now();
    sink = f(sink, factor);
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return kFlopASumLane * lanes / best;
}

}  // namespace

double fma_peak() {
#ifdef __x86_64__
  if (kernels::best_isa() == kernels::Isa::avx512) return rate(turn_512, 16);
  if (kernels::best_isa() == kernels::Isa::avx2) return rate(turn_256, 8);
#endif
  return 0;
}

}  // namespace lastmile::bench
