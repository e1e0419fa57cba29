// What follows the sums of a convolution: the addition and the activation, where the tiles do not
// do them, and the interleaved layout of an output of at most 4 channels.
#pragma once

#include "kernels/conv/tile.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels {

class Finish {
 public:
  Finish(const KernelCall& call, Isa isa);

  struct Tensors {
    const float* add = nullptr;  ///< for the tiles; null if there is none or complete() adds
    float* sums = nullptr;       ///< blocked
    Clamp clamp = Clamp::none;   ///< for the tiles
    const float* interleaved_add = nullptr;
    float* output = nullptr;
  };
  [[nodiscard]] Tensors tensors(const void* const* inputs, void* output, float* scratch) const;
  [[nodiscard]] std::size_t scratch_floats() const;
  void complete(const Tensors& tensors) const;

 private:
  void activate(float* values, std::size_t count) const;
  void interleave(const Tensors& tensors) const;

  void (*activate_)(Activation activation, const float* in, float* out, std::size_t count);
  Activation activation_;
  bool add_;
  MapShape out_;
};

}  // namespace lastmile::kernels
