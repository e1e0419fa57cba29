// The products of dense/gemv.hpp (data sheet there) for one instruction set.
#pragma once

#include "kernels/dense/gemv.hpp"
#include "kernels/simd/finish.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Gemv : Finish<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::kParts;
  using Vector<Arch>::load;

  /// G blocks by N vectors, the terms of each in C chains; accumulators are numbered
  /// ((block C + chain) parts + part) N + vector.
  template <int G, int N, int C>
  struct Tile {
    static constexpr int kSums = G * C * kParts * N;
    static constexpr int chain_of(int number) { return number / N / kParts % C; }
    static constexpr int block_of(int number) { return number / N / kParts / C; }
    static constexpr int lane_of(int number) { return number / N % kParts * kSize; }

    /// One term of every chain; `k` is that of the first.
    static LASTMILE_INLINE void term(const GemvJob& job, const float* weights, int k, int length,
                                     Group<B, kSums>& sums) {
      const std::ptrdiff_t block = static_cast<std::ptrdiff_t>(job.terms) * kBlock;
      sums.each([&](B& sum, int i) LASTMILE_INLINED {
        const int at = k + chain_of(i) * length;
        const float* w =
            weights + block_of(i) * block + static_cast<std::ptrdiff_t>(at) * kBlock + lane_of(i);
        const float* x = job.in + static_cast<std::size_t>(i % N) * job.in_stride;
        sum = fused(load(w), B(x[at]), sum);
      });
    }

    static void run(const GemvJob& job, int first) {
      const float* weights = job.weights + static_cast<std::ptrdiff_t>(first) * job.terms * kBlock;
      const int length = job.terms / C;
      Group<B, kSums> sums;
      sums.each([&](B& sum, int i) LASTMILE_INLINED {
        const float* bias = job.bias + (first + block_of(i)) * kBlock + lane_of(i);
        sum = chain_of(i) == 0 ? load(bias) : B(0.0F);
      });
      for (int k = 0; k < length; ++k) term(job, weights, k, length, sums);
      if constexpr (C > 1) {
        for (int k = length * C; k < job.terms; ++k) rest(job, weights, k, sums);
        join(sums);
      }
      write(job, first, sums);
    }

    /// The terms that are left over go to the first chain.
    static LASTMILE_INLINE void rest(const GemvJob& job, const float* weights, int k,
                                     Group<B, kSums>& sums) {
      sums.each([&](B& sum, int i) LASTMILE_INLINED {
        if (chain_of(i) != 0) return;
        const float* w = weights +
                         (static_cast<std::ptrdiff_t>(block_of(i)) * job.terms + k) * kBlock +
                         lane_of(i);
        sum = fused(load(w),
                    B(job.in[static_cast<std::size_t>(i % N) * job.in_stride +
                             static_cast<std::size_t>(k)]),
                    sum);
      });
    }

    /// Adds all chains to the first.
    static LASTMILE_INLINE void join(Group<B, kSums>& sums) {
      sums.each([&](B& to, int i) LASTMILE_INLINED {
        if (chain_of(i) != 0) return;
        sums.each([&](B& from, int j) LASTMILE_INLINED {
          if (chain_of(j) != 0 && block_of(j) == block_of(i) &&
              j % (N * kParts) == i % (N * kParts))
            to = to + from;
        });
      });
    }

    static LASTMILE_INLINE void write(const GemvJob& job, int first, Group<B, kSums>& sums) {
      const typename Finish<Arch>::Clamp clamp(job.finish);
      float* const out = job.out;
      const float* const add = job.add;
      const std::size_t stride = job.out_stride, start = static_cast<std::size_t>(first) * kBlock;
      sums.each([&](B& sum, auto i) LASTMILE_INLINED {
        if (chain_of(i) != 0) return;
        const std::size_t at = static_cast<std::size_t>(i % N) * stride + start +
                               static_cast<std::size_t>(block_of(i) * kBlock + lane_of(i));
        if (add != nullptr) sum = sum + load(add + at);
        clamp(sum).store_aligned(out + at);
      });
    }
  };

  /// Accumulators that fit the registers beside the weights and inputs of a term.
  static constexpr int kMostSums = kSize >= 16 ? 16 : 8;

  template <int N>
  static void blocks(const GemvJob& job) {
    constexpr int fit = kMostSums / (kParts * N), most = fit >= 8   ? 8
                                                         : fit >= 4 ? 4
                                                         : fit >= 2 ? 2
                                                                    : 1;
    int block = 0;
    for (; job.blocks - block >= most; block += most) Tile<most, N, 1>::run(job, block);
    if constexpr (most >= 8)
      if (job.blocks - block >= 4) Tile<4, N, most / 4>::run(job, block), block += 4;
    if constexpr (most >= 4)
      if (job.blocks - block >= 2) Tile<2, N, most / 2>::run(job, block), block += 2;
    if constexpr (most >= 2)
      if (job.blocks - block >= 1) Tile<1, N, most>::run(job, block);
  }

  static void gemv(const GemvJob& job) {
    if (job.vectors == 1) blocks<1>(job);
    if (job.vectors == 2) blocks<2>(job);
    if (job.vectors == 3) blocks<3>(job);
    if (job.vectors == 4) blocks<4>(job);
    const std::size_t row = static_cast<std::size_t>(job.blocks) * kBlock;
    for (int n = 0; n < job.vectors; ++n)
      Finish<Arch>::row(job.finish, job.out + static_cast<std::size_t>(n) * job.out_stride, row);
  }
};

}  // namespace
}  // namespace lastmile::kernels
