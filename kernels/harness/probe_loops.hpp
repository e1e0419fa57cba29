// The loops of probes.hpp for one vector type; included by one file for each instruction set.
#pragma once

#include <xsimd/xsimd.hpp>

#include "kernels/harness/probes.hpp"

namespace lastmile::kernels {
namespace {

// xsimd 8.1 has no FMA for AVX-512 (its fma() multiplies and adds there), hence the intrinsic.
template <class B>
inline B fused(const B& x, const B& a, const B& b) {
#ifdef __AVX512F__
  if constexpr (B::size == 16) return _mm512_fmadd_ps(x, a, b);
#endif
  return xsimd::fma(x, a, b);
}

template <class Arch>
float multiply_add_loop(long count) {
  using B = xsimd::batch<float, Arch>;
  const B a(0.999F), b(0.001F);
  B s0(0.1F), s1(0.2F), s2(0.3F), s3(0.4F), s4(0.5F), s5(0.6F), s6(0.7F), s7(0.8F), s8(0.9F), s9(1.0F);
  for (long i = 0; i < count; ++i) {
    s0 = fused(s0, a, b), s1 = fused(s1, a, b), s2 = fused(s2, a, b), s3 = fused(s3, a, b);
    s4 = fused(s4, a, b), s5 = fused(s5, a, b), s6 = fused(s6, a, b), s7 = fused(s7, a, b);
    s8 = fused(s8, a, b), s9 = fused(s9, a, b);
  }
  return xsimd::hadd(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + (s8 + s9));
}

template <class Arch>
float read_loop(const float* from, std::size_t count) {
  using B = xsimd::batch<float, Arch>;
  constexpr std::size_t step = B::size;
  const std::size_t part = count / 4;
  const float *p0 = from, *p1 = from + part, *p2 = from + 2 * part, *p3 = from + 3 * part;
  B s0(0.F), s1(0.F), s2(0.F), s3(0.F), t0(0.F), t1(0.F), t2(0.F), t3(0.F);
  for (std::size_t i = 0; i < part; i += 2 * step) {
    s0 += B::load_aligned(p0 + i), s1 += B::load_aligned(p1 + i);
    s2 += B::load_aligned(p2 + i), s3 += B::load_aligned(p3 + i);
    t0 += B::load_aligned(p0 + i + step), t1 += B::load_aligned(p1 + i + step);
    t2 += B::load_aligned(p2 + i + step), t3 += B::load_aligned(p3 + i + step);
  }
  return xsimd::hadd(((s0 + s1) + (s2 + s3)) + ((t0 + t1) + (t2 + t3)));
}

template <class Arch>
constexpr Probes make_probes() {
  return {multiply_add_loop<Arch>, static_cast<int>(xsimd::batch<float, Arch>::size), read_loop<Arch>};
}

}  // namespace
}  // namespace lastmile::kernels
