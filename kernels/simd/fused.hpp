// a b + c in one rounding where the set has it. xsimd 8.1 lacks it for AVX-512, where its fma() is a
// multiplication and an addition: hence an intrinsic.
#pragma once

#include <xsimd/xsimd.hpp>

#include "kernels/always_inline.hpp"

namespace lastmile::kernels {
namespace {

template <class T, class Arch>
LASTMILE_INLINE xsimd::batch<T, Arch> fused(const xsimd::batch<T, Arch>& a,
                                            const xsimd::batch<T, Arch>& b,
                                            const xsimd::batch<T, Arch>& c) {
  return xsimd::fma(a, b, c);
}

#ifdef __AVX512F__
LASTMILE_INLINE xsimd::batch<float, xsimd::avx512f> fused(
    const xsimd::batch<float, xsimd::avx512f>& a, const xsimd::batch<float, xsimd::avx512f>& b,
    const xsimd::batch<float, xsimd::avx512f>& c) {
  return _mm512_fmadd_ps(a, b, c);
}
#endif

}  // namespace
}  // namespace lastmile::kernels
