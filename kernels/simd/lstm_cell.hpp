// The cell of recurrent/lstm.hpp (data sheet there) for one instruction set.
#pragma once

#include "kernels/recurrent/lstm.hpp"
#include "kernels/simd/functions.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct LstmCell : Vector<Arch> {
  using typename Vector<Arch>::B;
  using Vector<Arch>::kSize;
  using Vector<Arch>::load;

  static void run(const LstmJob& job) {
    const float* gate = job.gates;
    for (std::size_t i = 0; i < job.units; i += static_cast<std::size_t>(kSize)) {
      const B input = sigmoid(load(gate + i)), forget = sigmoid(load(gate + job.units + i));
      const B candidate = hyperbolic_tangent(load(gate + 2 * job.units + i));
      const B output = sigmoid(load(gate + 3 * job.units + i));
      const B state = fused(forget, load(job.state + i), input * candidate);
      state.store_aligned(job.next_state + i);
      (output * hyperbolic_tangent(state)).store_aligned(job.output + i);
    }
  }
};

}  // namespace
}  // namespace lastmile::kernels
