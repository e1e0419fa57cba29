// The normalisations of normalise/normalise.hpp (data sheet there) for one instruction set.
#pragma once

#include "kernels/normalise/normalise.hpp"
#include "kernels/simd/functions.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Normalisations : Vector<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::kParts;
  using Vector<Arch>::load;

  static LASTMILE_INLINE float largest_of(const B& v) {
    alignas(64) float lanes[kSize];
    v.store_aligned(lanes);
    for (int half = kSize / 2; half > 0; half /= 2)
      for (int i = 0; i < half; ++i)
        lanes[i] = lanes[i] > lanes[i + half] ? lanes[i] : lanes[i + half];
    return lanes[0];
  }

  /// The vectors of a pixel: f(offset, number of the first channel).
  template <class F>
  static LASTMILE_INLINE void each(const NormaliseJob& job, std::size_t pixel, F f) {
    std::size_t block = pixel * kBlock;
    for (int c = 0; c < job.channels; c += kBlock, block += job.block_step)
      for (int part = 0; part < kParts; ++part)
        f(block + static_cast<std::size_t>(part * kSize), c + part * kSize);
  }

  /// 1 for channels that exist, else 0.
  struct Used {
    alignas(64) float lanes[kBlock];
    int from;
    explicit Used(int channels) : from((channels - 1) / kBlock * kBlock) {
      for (int i = 0; i < kBlock; ++i) lanes[i] = from + i < channels ? 1.0F : 0.0F;
    }
    [[nodiscard]] LASTMILE_INLINE B operator()(int channel) const {
      return channel < from ? B(1.0F) : load(lanes + channel - from);
    }
  };

  static void softmax(const NormaliseJob& job) {
    const Used used(job.channels);
    for (std::size_t pixel = 0; pixel < job.pixels; ++pixel) {
      B most(-3e38F), sum(0.0F);
      each(job, pixel, [&](std::size_t at, int c) LASTMILE_INLINED {
        most = xsimd::max(most, xsimd::select(used(c) > B(0.0F), load(job.in + at), B(-3e38F)));
      });
      const B top(largest_of(most));
      each(job, pixel, [&](std::size_t at, int c) LASTMILE_INLINED {
        const B value = exponential(load(job.in + at) - top) * used(c);
        sum = sum + value;
        value.store_aligned(job.out + at);
      });
      const B share(1.0F / xsimd::hadd(sum));
      each(job, pixel, [&](std::size_t at, int) LASTMILE_INLINED {
        (load(job.out + at) * share).store_aligned(job.out + at);
      });
    }
  }

  static void layer_norm(const NormaliseJob& job) {
    const Used used(job.channels);
    const float share = 1.0F / static_cast<float>(job.channels);
    for (std::size_t pixel = 0; pixel < job.pixels; ++pixel) {
      B sum(0.0F), square(0.0F);
      each(job, pixel,
           [&](std::size_t at, int) LASTMILE_INLINED { sum = sum + load(job.in + at); });
      const B mean(xsimd::hadd(sum) * share);
      each(job, pixel, [&](std::size_t at, int c) LASTMILE_INLINED {
        const B off = (load(job.in + at) - mean) * used(c);
        square = fused(off, off, square);
      });
      const B scale = B(1.0F) / xsimd::sqrt(B(xsimd::hadd(square) * share + 1e-5F));
      each(job, pixel, [&](std::size_t at, int c) LASTMILE_INLINED {
        const B off = (load(job.in + at) - mean) * scale;
        fused(load(job.weights + c), off, load(job.bias + c)).store_aligned(job.out + at);
      });
    }
  }

  /// Squares of one pixel in order, a block of zeros before and behind them.
  static LASTMILE_INLINE void write_squares(const NormaliseJob& job, std::size_t pixel,
                                            float* squares) {
    for (int i = 0; i < kBlock; i += kSize) B(0.0F).store_aligned(squares + i);
    each(job, pixel, [&](std::size_t at, int c) LASTMILE_INLINED {
      const B x = load(job.in + at);
      (x * x).store_aligned(squares + kBlock + c);
    });
    float* end = squares + kBlock + (job.channels + kBlock - 1) / kBlock * kBlock;
    for (int i = 0; i < kBlock; i += kSize) B(0.0F).store_aligned(end + i);
  }

  static void lrn(const NormaliseJob& job) {
    const std::size_t row =
        static_cast<std::size_t>((job.channels + kBlock - 1) / kBlock + 2) * kBlock;
    for (std::size_t first = 0; first < job.pixels; first += kLrnPixels) {
      const std::size_t left = job.pixels - first, count = left < kLrnPixels ? left : kLrnPixels;
      // All squares are written before the first is read across two stores, which would wait for both.
      for (std::size_t i = 0; i < count; ++i) write_squares(job, first + i, job.squares + i * row);
      for (std::size_t i = 0; i < count; ++i)
        each(job, first + i, [&](std::size_t at, int c) LASTMILE_INLINED {
          const float* square = job.squares + i * row + kBlock + c;
          B sum = load(square);
          for (const int j : {-2, -1, 1, 2}) sum = sum + B::load_unaligned(square + j);
          const B root = xsimd::sqrt(fused(sum, B(1e-4F / 5), B(1.0F)));
          (load(job.in + at) / (root * xsimd::sqrt(root))).store_aligned(job.out + at);
        });
    }
  }
};

}  // namespace
}  // namespace lastmile::kernels
