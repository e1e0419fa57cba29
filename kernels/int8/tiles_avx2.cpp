// Tiles for AVX2, and for AVX-512 without VNNI. Intrinsics, for xsimd 8 has no product of 16-bit
// pairs.
//
// The four bytes of each 32-bit lane become two pairs of 16-bit numbers, (0, 2) and (1, 3), whose
// products are added in 32 bits: exact, where the multiplication of bytes (vpmaddubsw) would
// saturate.
#include <immintrin.h>

#include "kernels/int8/tile_kernel.hpp"
#include "kernels/int8/winograd_kernel.hpp"

namespace lastmile::kernels::int8 {
namespace {

struct Avx2 {
  static constexpr int kLanes = 8;
  struct Sum {
    __m256i v;
  };
  struct Pairs {
    __m256i even, odd;
  };
  using Weights = Pairs;
  using Real = __m256;

  static LASTMILE_INLINE __m256i load(const void* from) {
    return _mm256_load_si256(static_cast<const __m256i*>(from));
  }
  static LASTMILE_INLINE Sum start(const std::int32_t* from) { return {load(from)}; }
  static LASTMILE_INLINE Weights weights(const std::int8_t* from) {
    const __m256i bytes = load(from);
    return {_mm256_srai_epi16(_mm256_slli_epi16(bytes, 8), 8), _mm256_srai_epi16(bytes, 8)};
  }
  static LASTMILE_INLINE Pairs input(const std::uint8_t* from) {
    std::int32_t quad;
    __builtin_memcpy(&quad, from, sizeof quad);
    const __m256i bytes = _mm256_set1_epi32(quad);
    return {_mm256_and_si256(bytes, _mm256_set1_epi16(0xFF)), _mm256_srli_epi16(bytes, 8)};
  }
  static LASTMILE_INLINE Sum dot(Sum sum, Pairs x, Weights w) {
    const __m256i even = _mm256_madd_epi16(x.even, w.even), odd = _mm256_madd_epi16(x.odd, w.odd);
    return {_mm256_add_epi32(_mm256_add_epi32(sum.v, even), odd)};
  }
  static LASTMILE_INLINE void hold(Sum& sum) { asm("" : "+x"(sum.v)); }

  static LASTMILE_INLINE Real real(Sum sum) { return _mm256_cvtepi32_ps(sum.v); }
  static LASTMILE_INLINE Real reals(const float* from) { return _mm256_load_ps(from); }
  static LASTMILE_INLINE Real all(float value) { return _mm256_set1_ps(value); }
  static LASTMILE_INLINE Real bytes(const std::uint8_t* from) {
    return _mm256_cvtepi32_ps(
        _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from))));
  }
  static LASTMILE_INLINE Real multiply_add(Real a, Real b, Real c) {
    return _mm256_fmadd_ps(a, b, c);
  }
  static LASTMILE_INLINE Real clamp(Real v, Real low, Real high) {
    return _mm256_min_ps(high, _mm256_max_ps(low, v));
  }
  static LASTMILE_INLINE void store(Real v, float* to) { _mm256_store_ps(to, v); }
  static LASTMILE_INLINE void store(Real v, std::uint8_t* to) {
    const __m256i whole = _mm256_cvtps_epi32(v);
    const __m128i words =
        _mm_packus_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(words, words));
  }
};

constexpr TileSet make() {
  TileSet set;
  add_tiles<Avx2, 0, 4>(set);
  add_winograd<false>(set);
  return set;
}

}  // namespace

extern const TileSet avx2_tiles;
constinit const TileSet avx2_tiles = make();

}  // namespace lastmile::kernels::int8
