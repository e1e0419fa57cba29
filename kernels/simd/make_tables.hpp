// Puts one instruction set's inner loops together; included by one file for each.
#pragma once

#include "kernels/simd/copy_lanes.hpp"
#include "kernels/simd/depthwise.hpp"
#include "kernels/simd/elementwise.hpp"
#include "kernels/simd/gemv.hpp"
#include "kernels/simd/lstm_cell.hpp"
#include "kernels/simd/normalise.hpp"
#include "kernels/simd/plane_mean.hpp"
#include "kernels/simd/rows_product.hpp"
#include "kernels/simd/tables.hpp"
#include "kernels/simd/window.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
constexpr Tables make_tables() {
  using E = Elementwise16<Arch>;
  using N = Normalisations<Arch>;
  return {Depthwise<Arch>::plane,
          Windows<Arch, WindowMaximum<Arch>>::plane,
          Windows<Arch, WindowMean<Arch>>::plane,
          PlaneMean<Arch>::mean,
          Gemv<Arch>::gemv,
          E::sum,
          E::scale,
          E::activate,
          CopyLanes<Arch>::run,
          CopyLanes<Arch>::gather,
          N::softmax,
          N::layer_norm,
          N::lrn,
          LstmCell<Arch>::run,
          Rows16<Arch>::run};
}

}  // namespace
}  // namespace lastmile::kernels
