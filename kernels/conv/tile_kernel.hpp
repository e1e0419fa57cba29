// The tile of tile.hpp (data sheet there) for one instruction set.
#pragma once

#include "kernels/conv/fused.hpp"

#include "kernels/conv/named.hpp"
#include "kernels/conv/tile.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch, int P, int T, bool Even>
struct TileKernel {
  using B = xsimd::batch<float, Arch>;
  static constexpr int kSize = static_cast<int>(B::size);
  static constexpr int kParts = 16 / kSize;  // vectors a block
  static constexpr int V = T * kParts;
  using Sums = Named<B, P * V>;
  using Pixels = Named<const float*, P>;

  template <class F>
  static LASTMILE_INLINE void each_sum(const TileRun& r, Sums& sums, F f) {
    repeat<P>([&](auto p) LASTMILE_INLINED {
      repeat<V>([&](auto v) LASTMILE_INLINED {
        f(at<p * V + v>(sums),
          p * r.output_pixel + v / kParts * r.output_block + v % kParts * kSize, v * kSize);
      });
    });
  }

  static LASTMILE_INLINE void step(Sums& sums, Pixels& pixels, int k, const float* weights) {
    Named<B, V> w;
    repeat<V>([&](auto v) LASTMILE_INLINED { at<v>(w) = B::load_aligned(weights + v * kSize); });
    repeat<P>([&](auto p) LASTMILE_INLINED {
      const B x(Even ? pixels.head[p * 16 + k] : at<p>(pixels)[k]);
      repeat<V>([&](auto v) LASTMILE_INLINED {
        at<p * V + v>(sums) = fused(at<v>(w), x, at<p * V + v>(sums));
      });
    });
  }

  static LASTMILE_INLINE const float* sum_segments(const TileRun& r, Sums& sums,
                                                   const std::int32_t* offset, int count,
                                                   int length, const float* w) {
    for (int s = 0; s < count; ++s) {
      Pixels pixels;
      const float* const first = r.input + offset[s];
      if constexpr (Even)
        pixels.head = first + r.pixel[0];
      else
        repeat<P>([&](auto p) LASTMILE_INLINED { at<p>(pixels) = first + r.pixel[p]; });
      for (int k = 0; k < length; ++k, w += T * 16) step(sums, pixels, k, w);
    }
    return w;
  }

  static LASTMILE_INLINE void finish(const TileRun& r, Sums& sums) {
    if (r.add != nullptr)
      each_sum(r, sums, [&](B& sum, std::ptrdiff_t to, int) LASTMILE_INLINED {
        sum = sum + B::load_aligned(r.add + to);
      });
    if (r.clamp != Clamp::none)
      each_sum(r, sums, [&](B& sum, std::ptrdiff_t, int) LASTMILE_INLINED {
        sum = xsimd::select(sum > B(0.0F), sum, B(0.0F));
      });
    if (r.clamp == Clamp::relu6)
      each_sum(r, sums, [&](B& sum, std::ptrdiff_t, int) LASTMILE_INLINED {
        sum = xsimd::select(sum < B(6.0F), sum, B(6.0F));
      });
    each_sum(r, sums, [&](B& sum, std::ptrdiff_t to, int) LASTMILE_INLINED {
      sum.store_aligned(r.output + to);
    });
  }

  static void run(const TileRun& r) {
    Sums sums;
    if (r.bias != nullptr)
      each_sum(r, sums, [&](B& sum, std::ptrdiff_t, int o) LASTMILE_INLINED {
        sum = B::load_aligned(r.bias + o);
      });
    else
      each_sum(r, sums, [&](B& sum, std::ptrdiff_t to, int) LASTMILE_INLINED {
        sum = B::load_aligned(r.output + to);
      });
    const Segments& s = r.segments;
    const float* w = sum_segments(r, sums, s.offset, s.full, s.full_length, r.weights);
    sum_segments(r, sums, s.offset + s.full, s.tail, s.tail_length, w);
    finish(r, sums);
  }
};

template <class Arch, int T, bool Even, int... P>
constexpr void fill_pixels(TileFunction* row, std::integer_sequence<int, P...>) {
  ((row[P] = TileKernel<Arch, P + 1, T, Even>::run), ...);
}

template <class Arch, int T, int Most>
constexpr void fill_tiles(TileKernels& table) {
  table.most_pixels[T - 1] = Most;
  fill_pixels<Arch, T, true>(table.even[T - 1], std::make_integer_sequence<int, Most>());
  fill_pixels<Arch, T, false>(table.listed[T - 1], std::make_integer_sequence<int, Most>());
}

/// Tiles of at most Most1 pixels by 1 block, Most2 by 2, ...
template <class Arch, int Most1, int Most2, int Most3, int Most4>
constexpr TileKernels make_tile_kernels() {
  TileKernels table{};
  fill_tiles<Arch, 1, Most1>(table);
  fill_tiles<Arch, 2, Most2>(table);
  fill_tiles<Arch, 3, Most3>(table);
  fill_tiles<Arch, 4, Most4>(table);
  return table;
}

}  // namespace
}  // namespace lastmile::kernels
