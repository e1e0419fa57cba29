// N values with names instead of indices: gcc keeps members of a structure in registers and spills
// an array.
#pragma once

#include <utility>

#include "kernels/always_inline.hpp"

namespace lastmile::kernels {
namespace {

template <class B, int N>
struct Named {
  B head;
  Named<B, N - 1> tail;
};
template <class B>
struct Named<B, 0> {};

template <int I, class B, int N>
LASTMILE_INLINE B& at(Named<B, N>& named) {
  if constexpr (I == 0)
    return named.head;
  else
    return at<I - 1>(named.tail);
}

template <class F, int... I>
LASTMILE_INLINE void repeat([[maybe_unused]] F f, std::integer_sequence<int, I...>) {
  (f(std::integral_constant<int, I>()), ...);
}
/// f(std::integral_constant<int, 0>), ..., f(... N - 1). REQUIRES: f is marked LASTMILE_INLINED.
template <int N, class F>
LASTMILE_INLINE void repeat(F f) {
  repeat(f, std::make_integer_sequence<int, N>());
}

}  // namespace
}  // namespace lastmile::kernels
