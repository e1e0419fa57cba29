// Addition, clamp and activation at the end of a kernel (epilogue.hpp) for one instruction set.
#pragma once

#include "kernels/epilogue.hpp"
#include "kernels/simd/functions.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct Finish : Vector<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::load;

  /// The clamp of an epilogue in registers: read from memory, it would be read again after each store.
  struct Clamp {
    B least, most;
    explicit LASTMILE_INLINE Clamp(const Epilogue& finish)
        : least(finish.least), most(finish.most) {}
    LASTMILE_INLINE B operator()(const B& value) const {
      return xsimd::min(xsimd::max(value, least), most);
    }
  };

  /// Adds what lies at `add` (may be null), clamps and stores all of a group, `step` floats apart.
  template <int N, int step>
  static LASTMILE_INLINE void store(Group<B, N>& sums, const float* add, const Epilogue& finish,
                                    float* out) {
    const Clamp clamp(finish);
    if (add != nullptr)
      sums.each([&](B& sum, auto i) LASTMILE_INLINED { sum = sum + load(add + i * step); });
    sums.each([&](B& sum, auto i) LASTMILE_INLINED { clamp(sum).store_aligned(out + i * step); });
  }

  template <Activation activation>
  static void activate_all(const float* in, float* out, std::size_t count) {
    for (std::size_t i = 0; i < count; i += static_cast<std::size_t>(kSize))
      activated_vector<activation>(load(in + i)).store_aligned(out + i);
  }

  /// `count` is a multiple of the block; in place if `in` is `out`.
  static void activate(Activation activation, const float* in, float* out, std::size_t count) {
    switch (activation) {
      case Activation::relu:
        return activate_all<Activation::relu>(in, out, count);
      case Activation::relu6:
        return activate_all<Activation::relu6>(in, out, count);
      case Activation::hard_swish:
        return activate_all<Activation::hard_swish>(in, out, count);
      case Activation::swish:
        return activate_all<Activation::swish>(in, out, count);
      case Activation::sigmoid:
        return activate_all<Activation::sigmoid>(in, out, count);
      case Activation::tanh:
        return activate_all<Activation::tanh>(in, out, count);
      case Activation::gelu:
        return activate_all<Activation::gelu>(in, out, count);
      case Activation::none:
        return activate_all<Activation::none>(in, out, count);
    }
  }

  static LASTMILE_INLINE void row(const Epilogue& finish, float* out, std::size_t count) {
    if (finish.after != Activation::none) activate(finish.after, out, out, count);
  }
};

}  // namespace
}  // namespace lastmile::kernels
