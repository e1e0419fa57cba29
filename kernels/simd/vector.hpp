// One vector of floats of an instruction set, and small groups of vectors that stay in registers.
#pragma once

#include <type_traits>
#include <xsimd/xsimd.hpp>

#include "kernels/always_inline.hpp"
#include "kernels/conv/fused.hpp"
#include "kernels/layout.hpp"

namespace lastmile::kernels {
namespace {

/// N vectors, each a member of its own: gcc spills arrays.
template <class B, int N>
struct Group {
  B first;
  Group<B, N - 1> others;

  /// f(vector, its number as an std::integral_constant).
  template <int from = 0, class F>
  LASTMILE_INLINE void each(F&& f) {
    f(first, std::integral_constant<int, from>());
    others.template each<from + 1>(f);
  }
};

template <class B>
struct Group<B, 1> {
  B first;

  template <int from = 0, class F>
  LASTMILE_INLINE void each(F&& f) {
    f(first, std::integral_constant<int, from>());
  }
};

template <class Arch>
struct Vector {
  using B = xsimd::batch<float, Arch>;
  static constexpr int kSize = static_cast<int>(B::size);
  static constexpr int kParts = kBlock / kSize;  ///< vectors in a block of channels

  static LASTMILE_INLINE B load(const float* p) { return B::load_aligned(p); }
};

}  // namespace
}  // namespace lastmile::kernels
