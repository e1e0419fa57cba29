// Tiles for AVX512_VNNI. Intrinsics, for xsimd 8 has no dot product of bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // gcc 12 warns of its own undefined vectors
#include <immintrin.h>
#pragma GCC diagnostic pop

#include "kernels/int8/tile_kernel.hpp"
#include "kernels/int8/winograd_kernel.hpp"

namespace lastmile::kernels::int8 {
namespace {

struct Vnni {
  static constexpr int kLanes = 16;
  struct Sum {
    __m512i v;
  };
  using Weights = Sum;
  using Real = __m512;

  static LASTMILE_INLINE Sum start(const std::int32_t* from) { return {_mm512_load_si512(from)}; }
  static LASTMILE_INLINE Weights weights(const std::int8_t* from) {
    return {_mm512_load_si512(from)};
  }
  static LASTMILE_INLINE __m512i input(const std::uint8_t* from) {
    std::int32_t quad;
    __builtin_memcpy(&quad, from, sizeof quad);
    return _mm512_set1_epi32(quad);
  }
  static LASTMILE_INLINE Sum dot(Sum sum, __m512i x, Weights w) {
    return {_mm512_dpbusd_epi32(sum.v, x, w.v)};
  }

  static LASTMILE_INLINE void hold(Sum& sum) { asm("" : "+v"(sum.v)); }

  static LASTMILE_INLINE Real real(Sum sum) { return _mm512_cvtepi32_ps(sum.v); }
  static LASTMILE_INLINE Real reals(const float* from) { return _mm512_load_ps(from); }
  static LASTMILE_INLINE Real all(float value) { return _mm512_set1_ps(value); }
  static LASTMILE_INLINE Real bytes(const std::uint8_t* from) {
    return _mm512_cvtepi32_ps(
        _mm512_cvtepu8_epi32(_mm_load_si128(reinterpret_cast<const __m128i*>(from))));
  }
  static LASTMILE_INLINE Real multiply_add(Real a, Real b, Real c) {
    return _mm512_fmadd_ps(a, b, c);
  }
  static LASTMILE_INLINE Real clamp(Real v, Real low, Real high) {
    return _mm512_min_ps(high, _mm512_max_ps(low, v));
  }
  static LASTMILE_INLINE void store(Real v, float* to) { _mm512_store_ps(to, v); }
  static LASTMILE_INLINE void store(Real v, std::uint8_t* to) {
    _mm_store_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtusepi32_epi8(_mm512_cvtps_epi32(v)));
  }
};

/// Four neighbouring pixels of 16 channels, each channel's side by side.
struct Neighbours : Vnni {
  static LASTMILE_INLINE __m512i input(const std::uint8_t* from) {
    const __m512i quarters = _mm512_set_epi32(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0);
    const __m512i bytes = _mm512_set4_epi32(0x0F0B0703, 0x0E0A0602, 0x0D090501, 0x0C080400);
    const __m512i pixels = _mm512_permutexvar_epi32(quarters, _mm512_loadu_si512(from));
    return _mm512_shuffle_epi8(pixels, bytes);
  }
};

constexpr TileSet make() {
  TileSet set;
  add_tiles<Vnni, 0, 14>(set);
  add_tiles<Vnni, 1, 14>(set);
  add_tiles<Vnni, 2, 7>(set);
  add_neighbours<Neighbours, 8>(set);
  add_winograd<false>(set);
  return set;
}

}  // namespace

extern const TileSet vnni_tiles;
constinit const TileSet vnni_tiles = make();

}  // namespace lastmile::kernels::int8
