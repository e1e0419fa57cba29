// The transforms of winograd_tile.hpp, compiled once for each instruction set. The compiler's own
// vectors, for they widen and narrow, which xsimd 8 does not; by reference, for without AVX-512
// there is no register to pass them in.
#pragma once

#include "kernels/int8/tile_kernel.hpp"
#include "kernels/int8/winograd_tile.hpp"

namespace lastmile::kernels::int8 {
namespace {

template <bool Flipped>
struct WinogradKernel {
  typedef std::uint8_t Bytes __attribute__((vector_size(16)));
  typedef std::int16_t Words __attribute__((vector_size(32)));
  typedef std::int32_t Wholes __attribute__((vector_size(64)));
  typedef float Reals __attribute__((vector_size(64)));

  struct Column {
    Words v[4];
  };

  /// A column of four pixels, transformed.
  static LASTMILE_INLINE void read_column(const WinogradInput& w, const std::uint8_t* at,
                                          Column& column) {
    Words d[4];
    for (int y = 0; y < 4; ++y) {
      Bytes bytes;
      __builtin_memcpy(&bytes, at + y * w.map_row, sizeof bytes);
      d[y] = __builtin_convertvector(bytes, Words);
    }
    column.v[0] = d[0] - d[2];
    column.v[1] = d[1] + d[2];
    column.v[2] = d[2] - d[1];
    column.v[3] = d[1] - d[3];
  }

  static LASTMILE_INLINE void write(const Words& value, int position, std::uint8_t* out) {
    constexpr int centre = 5;
    Words v = (value + 2) >> 2;
    if (position != centre) {
      v += 128;
      v = v > 255 ? Words{} + 255 : v;
    }
    Bytes bytes = __builtin_convertvector(v, Bytes);
    if constexpr (Flipped) bytes ^= 0x80;
    __builtin_memcpy(out, &bytes, sizeof bytes);
  }

  static void input(const WinogradInput& w) {
    Column a, b, c, d;
    read_column(w, w.map, a);
    read_column(w, w.map + 16, b);
    for (int t = 0; t < w.tiles; ++t) {
      read_column(w, w.map + 32 * t + 32, c);
      read_column(w, w.map + 32 * t + 48, d);
      std::uint8_t* out = w.out + 16 * t;
      for (int y = 0; y < 4; ++y, out += 4 * w.out_position) {
        write(a.v[y] - c.v[y], 4 * y, out);
        write(b.v[y] + c.v[y], 4 * y + 1, out + w.out_position);
        write(c.v[y] - b.v[y], 4 * y + 2, out + 2 * w.out_position);
        write(b.v[y] - d.v[y], 4 * y + 3, out + 3 * w.out_position);
      }
      a = c;
      b = d;
    }
  }

  template <bool Fp32>
  static LASTMILE_INLINE void store(const WinogradOutput& w, Reals& value, std::ptrdiff_t place) {
    Reals offset, low, high;
    __builtin_memcpy(&offset, w.offset, sizeof offset);
    __builtin_memcpy(&low, w.low, sizeof low);
    __builtin_memcpy(&high, w.high, sizeof high);
    value += offset;
    if (w.summand != nullptr) {
      Bytes bytes;
      __builtin_memcpy(&bytes, w.summand + place, sizeof bytes);
      value += __builtin_convertvector(__builtin_convertvector(bytes, Wholes), Reals) *
               w.summand_multiplier;
    }
    value = value < low ? low : value;
    value = high < value ? high : value;
    if constexpr (Fp32) {
      __builtin_memcpy(static_cast<float*>(w.out) + place, &value, sizeof value);
    } else {
      constexpr float whole =
          12582912;  // 1.5 x 2^23: what is added to it is rounded to a whole number
      const Reals rounded = (value + whole) - whole;
      const Bytes bytes = __builtin_convertvector(__builtin_convertvector(rounded, Wholes), Bytes);
      __builtin_memcpy(static_cast<std::uint8_t*>(w.out) + place, &bytes, sizeof bytes);
    }
  }

  template <bool Fp32>
  static LASTMILE_INLINE void output_row(const WinogradOutput& w) {
    for (int t = 0; t < w.tiles; ++t) {
      Reals upper[4], lower[4];
      for (int x = 0; x < 4; ++x) {
        Reals m[4];
        for (int y = 0; y < 4; ++y)
          __builtin_memcpy(&m[y], w.sums + (4 * y + x) * w.sums_position + 16 * t, sizeof m[y]);
        upper[x] = (m[0] + m[1]) + m[2];
        lower[x] = (m[1] - m[2]) - m[3];
      }
      const bool second = 2 * t + 1 < w.columns;
      finish<Fp32>(w, upper, 32 * t, second);
      if (w.rows > 1) finish<Fp32>(w, lower, w.out_row + 32 * t, second);
    }
  }

  template <bool Fp32>
  static LASTMILE_INLINE void finish(const WinogradOutput& w, const Reals (&m)[4],
                                     std::ptrdiff_t place, bool second) {
    Reals left = (m[0] + m[1]) + m[2], right = (m[1] - m[2]) - m[3];
    store<Fp32>(w, left, place);
    if (second) store<Fp32>(w, right, place + 16);
  }

  static void output(const WinogradOutput& w) {
    w.fp32 ? output_row<true>(w) : output_row<false>(w);
  }
};

/// Both transforms for the tiles of `set`, which says whether bytes are signed.
template <bool Flipped>
constexpr void add_winograd(TileSet& set) {
  set.flipped = Flipped;
  set.winograd_input = WinogradKernel<Flipped>::input;
  set.winograd_output = WinogradKernel<Flipped>::output;
}

}  // namespace
}  // namespace lastmile::kernels::int8
