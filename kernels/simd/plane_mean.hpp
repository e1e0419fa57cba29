// The mean over a map, in four sums that follow each other, for one instruction set.
#pragma once

#include "kernels/pooling/plane_mean.hpp"
#include "kernels/simd/finish.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct PlaneMean : Finish<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::kParts;
  using Vector<Arch>::load;

  static LASTMILE_INLINE B sum(const float* in, std::size_t pixels) {
    Group<B, 4> sums;
    sums.each([](B& one, int) LASTMILE_INLINED { one = B(0.0F); });
    std::size_t pixel = 0;
    for (; pixel + 4 <= pixels; pixel += 4)
      sums.each([&](B& one, int i) LASTMILE_INLINED {
        one = one + load(in + (pixel + static_cast<std::size_t>(i)) * kBlock);
      });
    for (; pixel < pixels; ++pixel) sums.first = sums.first + load(in + pixel * kBlock);
    B total(0.0F);
    sums.each([&](B& one, int) LASTMILE_INLINED { total = total + one; });
    return total;
  }

  static void mean(const PlaneJob& job) {
    for (int part = 0; part < kParts; ++part) {
      Group<B, 1> value;
      value.first = sum(job.in + part * kSize, job.pixels) / B(static_cast<float>(job.pixels));
      const float* add = job.add == nullptr ? nullptr : job.add + part * kSize;
      Finish<Arch>::template store<1, kBlock>(value, add, job.finish, job.out + part * kSize);
    }
    Finish<Arch>::row(job.finish, job.out, kBlock);
  }
};

}  // namespace
}  // namespace lastmile::kernels
