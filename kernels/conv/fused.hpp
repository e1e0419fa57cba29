// a b + c in one rounding where the set has it. xsimd 8.1 lacks it for AVX-512 (it multiplies, then
// adds), hence the one intrinsic.
#pragma once

#include <xsimd/xsimd.hpp>

#include "kernels/always_inline.hpp"

namespace lastmile::kernels {
namespace {

template <class B>
LASTMILE_INLINE B fused(const B& a, const B& b, const B& c) {
  return xsimd::fma(a, b, c);
}

#ifdef __AVX512F__
template <>
LASTMILE_INLINE xsimd::batch<float, xsimd::avx512f> fused(
    const xsimd::batch<float, xsimd::avx512f>& a, const xsimd::batch<float, xsimd::avx512f>& b,
    const xsimd::batch<float, xsimd::avx512f>& c) {
  return _mm512_fmadd_ps(a, b, c);
}
#endif

}  // namespace
}  // namespace lastmile::kernels
