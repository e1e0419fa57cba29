// The one micro-kernel of tile.hpp (data sheet there), for any instruction set's Dot.
//
// Dot gives: Sum (int32 lanes), Weights, Real (fp32 lanes), kLanes, and the functions used below.
// Indices of accumulators are compile-time constants, so that gcc keeps them in registers; a loop
// over an array spills them.
#pragma once

#include <utility>

#include "kernels/int8/tile.hpp"

#define LASTMILE_INLINE inline __attribute__((always_inline))

namespace lastmile::kernels::int8 {
namespace {

template <class Dot, int Pixels, int Blocks>
struct TileKernel {
  static constexpr int kVectors = Blocks * 16 / Dot::kLanes;
  using Sum = typename Dot::Sum;
  using Sums = Sum[Pixels * kVectors];

  template <int N, class F>
  static LASTMILE_INLINE void each(F f) {
    [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
      (f(std::integral_constant<int, I>()), ...);
    }
    (std::make_integer_sequence<int, N>());
  }

  static LASTMILE_INLINE void sum(const Tile& t, Sums& sums) {
    each<kVectors>([&](auto v) __attribute__((always_inline)) {
      const Sum start = Dot::start(t.channels.start + v * Dot::kLanes);
      each<Pixels>([&](auto p) __attribute__((always_inline)) { sums[p * kVectors + v] = start; });
    });
    const std::int8_t* w = t.weights;
    for (int q = 0; q < t.quads; ++q, w += Blocks * 64) {
      const std::uint8_t* in = t.input + t.quad_offset[q];
      typename Dot::Weights weights[kVectors];
      each<kVectors>([&](auto v) __attribute__((always_inline)) {
        weights[v] = Dot::weights(w + v * Dot::kLanes * kQuad);
      });
      each<Pixels>([&](auto p) __attribute__((always_inline)) {
        const auto x = Dot::input(in + p * t.step);
        each<kVectors>([&](auto v) __attribute__((always_inline)) {
          sums[p * kVectors + v] = Dot::dot(sums[p * kVectors + v], x, weights[v]);
        });
      });
    }
    // Without this gcc keeps the sums' later home, the stack, up to date inside the loop.
    each<Pixels * kVectors>([&](auto i) __attribute__((always_inline)) { Dot::hold(sums[i]); });
  }

  template <bool Fp32, bool Add>
  static LASTMILE_INLINE void finish(const Tile& t, Sums& sums) {
    each<kVectors>([&](auto v) __attribute__((always_inline)) {
      constexpr int channel = v * Dot::kLanes;
      const auto multiplier = Dot::reals(t.channels.multiplier + channel);
      const auto offset = Dot::reals(t.channels.offset + channel);
      const auto low = Dot::reals(t.channels.low + channel),
                 high = Dot::reals(t.channels.high + channel);
      const std::ptrdiff_t first = channel / 16 * t.output_block + channel % 16;
      each<Pixels>([&](auto p) __attribute__((always_inline)) {
        const std::ptrdiff_t place = first + p * t.output_pixel;
        auto value = Dot::multiply_add(Dot::real(sums[p * kVectors + v]), multiplier, offset);
        if constexpr (Add)
          value = Dot::multiply_add(Dot::bytes(t.summand + place), Dot::all(t.summand_multiplier),
                                    value);
        value = Dot::clamp(value, low, high);
        if constexpr (Fp32)
          Dot::store(value, static_cast<float*>(t.output) + place);
        else
          Dot::store(value, static_cast<std::uint8_t*>(t.output) + place);
      });
    });
  }

  static void run(const Tile& t) {
    Sums sums;
    sum(t, sums);
    if (t.fp32)
      t.summand != nullptr ? finish<true, true>(t, sums) : finish<true, false>(t, sums);
    else
      t.summand != nullptr ? finish<false, true>(t, sums) : finish<false, false>(t, sums);
  }
};

/// Tiles of 1 ... Most pixels by 2^Width blocks.
template <class Dot, int Width, int Most>
constexpr void add_tiles(TileSet& set) {
  [&]<int... I>(std::integer_sequence<int, I...>) {
    ((set.kernels[Width][I + 1] = TileKernel<Dot, I + 1, 1 << Width>::run), ...);
  }
  (std::make_integer_sequence<int, Most>());
}

template <class Dot, int Most>
constexpr void add_neighbours(TileSet& set) {
  [&]<int... I>(std::integer_sequence<int, I...>) {
    ((set.neighbours[I + 1] = TileKernel<Dot, I + 1, 1>::run), ...);
  }
  (std::make_integer_sequence<int, Most>());
}

}  // namespace
}  // namespace lastmile::kernels::int8
