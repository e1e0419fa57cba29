// Tiles in plain C++, for any processor.
#include <algorithm>
#include <cmath>

#include "kernels/int8/tile_kernel.hpp"
#include "kernels/int8/winograd_kernel.hpp"

namespace lastmile::kernels::int8 {
namespace {

struct Generic {
  static constexpr int kLanes = 4;
  template <class T, int N>
  struct Lanes {
    T v[N];
  };
  using Sum = Lanes<std::int32_t, kLanes>;
  using Real = Lanes<float, kLanes>;
  using Weights = const std::int8_t*;
  using Input = Lanes<std::int32_t, kQuad>;

  template <class T, class F>
  static LASTMILE_INLINE T lanes(F f) {
    T all;
    for (int i = 0; i < kLanes; ++i) all.v[i] = f(i);
    return all;
  }
  template <class T, class From>
  static LASTMILE_INLINE T load(const From* from) {
    return lanes<T>([&](int i) { return from[i]; });
  }

  static LASTMILE_INLINE Sum start(const std::int32_t* from) { return load<Sum>(from); }
  static LASTMILE_INLINE Weights weights(const std::int8_t* from) { return from; }
  static LASTMILE_INLINE Input input(const std::uint8_t* from) { return load<Input>(from); }
  static LASTMILE_INLINE Sum dot(Sum sum, Input x, Weights w) {
    return lanes<Sum>([&](int i) {
      const std::int8_t* quad = w + i * kQuad;
      return sum.v[i] + x.v[0] * quad[0] + x.v[1] * quad[1] + x.v[2] * quad[2] + x.v[3] * quad[3];
    });
  }
  static LASTMILE_INLINE void hold(Sum&) {}

  static LASTMILE_INLINE Real real(Sum sum) {
    return lanes<Real>([&](int i) { return static_cast<float>(sum.v[i]); });
  }
  static LASTMILE_INLINE Real reals(const float* from) { return load<Real>(from); }
  static LASTMILE_INLINE Real all(float value) {
    return lanes<Real>([&](int) { return value; });
  }
  static LASTMILE_INLINE Real bytes(const std::uint8_t* from) { return load<Real>(from); }
  static LASTMILE_INLINE Real multiply_add(Real a, Real b, Real c) {
    return lanes<Real>([&](int i) { return std::fma(a.v[i], b.v[i], c.v[i]); });
  }
  static LASTMILE_INLINE Real clamp(Real v, Real low, Real high) {
    return lanes<Real>([&](int i) { return std::min(std::max(v.v[i], low.v[i]), high.v[i]); });
  }
  static LASTMILE_INLINE void store(Real v, float* to) {
    for (int i = 0; i < kLanes; ++i) to[i] = v.v[i];
  }
  static LASTMILE_INLINE void store(Real v, std::uint8_t* to) {
    for (int i = 0; i < kLanes; ++i) to[i] = static_cast<std::uint8_t>(std::nearbyint(v.v[i]));
  }
};

constexpr TileSet make() {
  TileSet set;
  add_tiles<Generic, 0, 2>(set);
  add_winograd<false>(set);
  return set;
}

}  // namespace

extern const TileSet generic_tiles;
constinit const TileSet generic_tiles = make();

}  // namespace lastmile::kernels::int8
