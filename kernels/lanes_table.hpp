// Puts one instruction set's kernels together; included by one file for each.
#pragma once

#include "kernels/lanes_activation.hpp"
#include "kernels/lanes_dense.hpp"
#include "kernels/lanes_elementwise.hpp"
#include "kernels/lanes_gradient.hpp"
#include "kernels/lanes_normalise.hpp"
#include "kernels/lanes_pool.hpp"
#include "kernels/lanes_product.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
constexpr LaneKernels make_kernels(std::string_view name) {
  using E = Elementwise<Arch>;
  using A = Activations<Arch>;
  using D = Dense<Arch>;
  using N = Norms<Arch>;
  using P = Pools<Arch>;
  return {name,
          Product<Arch>::product,
          Gradient<Arch>::gradient,
          D::dense,
          D::gradient,
          D::back,
          P::max_pool,
          P::max_pool_back,
          P::mean_pool,
          P::mean_pool_back,
          E::relu,
          E::relu_back,
          E::add,
          E::add_to,
          A::activate,
          A::activate_back,
          N::moments,
          N::normalise,
          N::normalise_back,
          E::sgd,
          E::from_bytes};
}

}  // namespace
}  // namespace lastmile::kernels
