// The sums and scalings of elementwise/elementwise.hpp (data sheet there) for one instruction set.
#pragma once

#include "kernels/elementwise/elementwise.hpp"
#include "kernels/simd/finish.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Elementwise16 : Finish<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::kParts;
  using Vector<Arch>::load;
  static constexpr std::size_t kChunk = 1024;

  /// f(start, end) for chunks of `count` floats, then the activation of each.
  template <class F>
  static void chunks(std::size_t count, const Epilogue& finish, float* out, F f) {
    if (finish.after == Activation::none) return f(0, count);
    for (std::size_t start = 0; start < count; start += kChunk) {
      const std::size_t end = start + kChunk < count ? start + kChunk : count;
      f(start, end);
      Finish<Arch>::row(finish, out + start, end - start);
    }
  }

  template <int Inputs>
  static void sum_of(const SumJob& job) {
    chunks(job.count, job.finish, job.out, [&](std::size_t start, std::size_t end) {
      const int inputs = Inputs > 0 ? Inputs : job.inputs;
      const typename Finish<Arch>::Clamp clamp(job.finish);
      const float* const* const in = job.in;
      float* const out = job.out;
      for (std::size_t i = start; i < end; i += static_cast<std::size_t>(kSize)) {
        B sum = load(in[0] + i);
        for (int j = 1; j < inputs; ++j) sum = sum + load(in[j] + i);
        clamp(sum).store_aligned(out + i);
      }
    });
  }

  static void sum(const SumJob& job) {
    if (job.inputs == 1 && job.finish.after != Activation::none)
      return Finish<Arch>::activate(job.finish.after, job.in[0], job.out, job.count);
    if (job.inputs == 2) return sum_of<2>(job);
    sum_of<0>(job);
  }

  template <bool Add>
  static void scale_part(const ScaleJob& job, std::size_t start, std::size_t end, int part) {
    const typename Finish<Arch>::Clamp clamp(job.finish);
    const B w = load(job.weights + part * kSize), b = load(job.bias + part * kSize);
    const float *const in = job.in, *const add = job.add;
    float* const out = job.out;
    for (std::size_t i = start + static_cast<std::size_t>(part * kSize); i < end; i += kBlock) {
      B value = fused(w, load(in + i), b);
      if constexpr (Add) value = value + load(add + i);
      clamp(value).store_aligned(out + i);
    }
  }

  static void scale(const ScaleJob& job) {
    chunks(job.count, job.finish, job.out, [&](std::size_t start, std::size_t end) {
      for (int part = 0; part < kParts; ++part)
        job.add == nullptr ? scale_part<false>(job, start, end, part)
                           : scale_part<true>(job, start, end, part);
    });
  }
};

}  // namespace
}  // namespace lastmile::kernels
