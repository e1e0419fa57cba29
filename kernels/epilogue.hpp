// What follows a sum before it is stored: the fused addition is the kernel's own, the activation is
// either a clamp, which costs two instructions on the value in its register, or is applied to each
// finished row while that lies in the first-level cache.
#pragma once

#include "kernels/layout.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels {

struct Epilogue {
  float least = 0;
  float most = 0;
  Activation after = Activation::none;  ///< for finished rows; none if the clamp is all
};
Epilogue epilogue_of(Activation activation);

/// Writes zeros to the unused channels of the last block: sigmoid(0) is not 0.
void clear_padding(const MapShape& shape, float* map);
/// Whether the padding of an output has to be cleared after this activation.
bool fills_padding(Activation activation);

}  // namespace lastmile::kernels
