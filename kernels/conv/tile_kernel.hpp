// The tile of tile.hpp (data sheet there) for one instruction set.
#pragma once

#include <type_traits>

#include "kernels/conv/fused.hpp"
#include "kernels/conv/named.hpp"
#include "kernels/conv/tile.hpp"

namespace lastmile::kernels {
namespace {

/// Vectors of one size, `Count` of them from lane `First` of the tile on, for each of P pixels.
template <class B, int P, int Count, int First>
struct Panel {
  static constexpr int kSize = static_cast<int>(B::size);
  Named<B, P * Count> sums;
  Named<B, Count> weights;

  /// f(sum, floats from the tile's first output, floats from its first channel)
  template <class F>
  LASTMILE_INLINE void each(const TileRun& r, F f) {
    repeat<P>([&](auto p) LASTMILE_INLINED {
      repeat<Count>([&](auto v) LASTMILE_INLINED {
        constexpr int lane = First + v * kSize;
        f(at<p * Count + v>(sums),
          p * r.output_pixel + lane / kBlock * r.output_block + lane % kBlock, lane);
      });
    });
  }

  LASTMILE_INLINE void start(const TileRun& r) {
    if (r.bias != nullptr)
      each(r, [&](B& sum, std::ptrdiff_t, int lane)
                  LASTMILE_INLINED { sum = B::load_aligned(r.bias + lane); });
    else
      each(r, [&](B& sum, std::ptrdiff_t to, int)
                  LASTMILE_INLINED { sum = B::load_aligned(r.output + to); });
  }

  LASTMILE_INLINE void load_weights(const float* w) {
    repeat<Count>([&](auto v) LASTMILE_INLINED {
      at<v>(weights) = B::load_unaligned(w + First + v * kSize);
    });
  }

  template <int p>
  LASTMILE_INLINE void add(const float* x) {
    if constexpr (Count > 0) {
      const B value(*x);
      repeat<Count>([&](auto v) LASTMILE_INLINED {
        at<p * Count + v>(sums) = fused(at<v>(weights), value, at<p * Count + v>(sums));
      });
    }
  }

  LASTMILE_INLINE void finish(const TileRun& r) {
    const B zero(0.0F), six(6.0F);
    if (r.add != nullptr)
      each(r, [&](B& sum, std::ptrdiff_t to, int)
                  LASTMILE_INLINED { sum = sum + B::load_aligned(r.add + to); });
    if (r.clamp != Clamp::none)
      each(r, [&](B& sum, std::ptrdiff_t, int)
                  LASTMILE_INLINED { sum = xsimd::select(sum > zero, sum, zero); });
    if (r.clamp == Clamp::relu6)
      each(r, [&](B& sum, std::ptrdiff_t, int)
                  LASTMILE_INLINED { sum = xsimd::select(sum < six, sum, six); });
    each(r, [&](B& sum, std::ptrdiff_t to, int)
                LASTMILE_INLINED { sum.store_aligned(r.output + to); });
  }
};

/// The set whose vectors hold half a block where those of `Arch` hold a whole one.
template <class Arch>
struct HalfOf {
  using type = Arch;
};
#ifdef __AVX512F__
template <>
struct HalfOf<xsimd::avx512f> {
  using type = xsimd::fma3<xsimd::avx2>;
};
#endif

template <class Arch, int P, int Halves, bool Even>
struct TileKernel {
  using B = xsimd::batch<float, Arch>;
  using Half = xsimd::batch<float, typename HalfOf<Arch>::type>;
  static constexpr int kWidth = Halves * kHalf;
  static constexpr int kSize = static_cast<int>(B::size);
  static constexpr int kWhole = kWidth / kSize, kRest = kWidth % kSize / kHalf;

  struct State {
    Panel<B, P, kWhole, 0> whole;
    Panel<Half, P, kRest, kWhole * kSize> rest;
    Named<const float*, Even ? 1 : P> pixels;
  };

  static LASTMILE_INLINE void step(State& s, std::ptrdiff_t k, const float* weights) {
    s.whole.load_weights(weights);
    s.rest.load_weights(weights);
    repeat<P>([&](auto p) LASTMILE_INLINED {
      const float* x = nullptr;
      if constexpr (Even)
        x = s.pixels.head + p * kBlock + k;
      else
        x = at<p>(s.pixels) + k;
      s.whole.template add<p>(x);
      s.rest.template add<p>(x);
    });
  }

  static LASTMILE_INLINE const float* sum_segments(State& s, const std::int32_t* offset, int count,
                                                   int length, const float* w) {
    for (int i = 0; i < count; ++i)
      for (std::ptrdiff_t k = offset[i], end = k + length; k < end; ++k, w += kWidth) step(s, k, w);
    return w;
  }

  /// Asks for the lines of the outputs, which are written when the sums are done.
  static LASTMILE_INLINE void prefetch_outputs(const TileRun& r) {
    repeat<P>([&](auto p) LASTMILE_INLINED {
      repeat<(kWidth + kBlock - 1) / kBlock>([&](auto b) LASTMILE_INLINED {
        __builtin_prefetch(r.output + p * r.output_pixel + b * r.output_block, 1);
      });
    });
  }

  static LASTMILE_INLINE void clear_other_half(const TileRun& r) {
    constexpr std::ptrdiff_t kLast = kWidth / kBlock;
    repeat<P>([&](auto p) LASTMILE_INLINED {
      for (int lane = kHalf; lane < kBlock; lane += static_cast<int>(Half::size))
        Half(0.0F).store_aligned(r.output + p * r.output_pixel + kLast * r.output_block + lane);
    });
  }

  static void run(const TileRun& r) {
    State s;
    repeat<Even ? 1 : P>([&](auto p) LASTMILE_INLINED { at<p>(s.pixels) = r.input + r.pixel[p]; });
    s.whole.start(r);
    s.rest.start(r);
    prefetch_outputs(r);
    const Segments& all = r.segments;
    const float* w = sum_segments(s, all.offset, all.full, all.full_length, r.weights);
    sum_segments(s, all.offset + all.full, all.tail, all.tail_length, w);
    s.whole.finish(r);
    s.rest.finish(r);
    if constexpr (Halves % 2 == 1) clear_other_half(r);
  }
};

template <class Arch, int Halves, bool Even, int... P>
constexpr void fill_pixels(TileFunction* row, std::integer_sequence<int, P...>) {
  ((row[P] = TileKernel<Arch, P + 1, Halves, Even>::run), ...);
}

template <class Arch, int Halves, int Most>
constexpr void fill_tiles(TileKernels& table) {
  table.most_pixels[Halves - 1] = Most;
  fill_pixels<Arch, Halves, true>(table.even[Halves - 1], std::make_integer_sequence<int, Most>());
  fill_pixels<Arch, Halves, false>(table.listed[Halves - 1],
                                   std::make_integer_sequence<int, Most>());
}

/// Tiles of at most Most1 pixels by 1 half, Most2 by 2, ...
template <class Arch, int Most1, int Most2, int Most3, int Most4, int Most6, int Most8>
constexpr TileKernels make_tile_kernels() {
  TileKernels table{};
  fill_tiles<Arch, 1, Most1>(table);
  fill_tiles<Arch, 2, Most2>(table);
  fill_tiles<Arch, 3, Most3>(table);
  fill_tiles<Arch, 4, Most4>(table);
  fill_tiles<Arch, 6, Most6>(table);
  fill_tiles<Arch, 8, Most8>(table);
  return table;
}

}  // namespace
}  // namespace lastmile::kernels
