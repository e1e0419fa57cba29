// Puts one instruction set's inner loops together; included by one file for each.
#pragma once

#include "kernels/simd/elementwise.hpp"
#include "kernels/simd/gemv.hpp"
#include "kernels/simd/plane_mean.hpp"
#include "kernels/simd/tables.hpp"
#include "kernels/simd/window.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
constexpr Tables make_tables() {
  using E = Elementwise16<Arch>;
  return {Windows<Arch, DepthwiseSum<Arch>>::plane,
          Windows<Arch, WindowMaximum<Arch>>::plane,
          Windows<Arch, WindowMean<Arch>>::plane,
          PlaneMean<Arch>::mean,
          Gemv<Arch>::gemv,
          E::sum,
          E::scale,
          E::activate};
}

}  // namespace
}  // namespace lastmile::kernels
