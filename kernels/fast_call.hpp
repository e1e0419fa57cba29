// What the fast kernels of single-precision maps have in common.
#pragma once

#include "kernels/operator.hpp"

namespace lastmile::kernels {

/// fp32, and no tensor of the call is interleaved: pictures of up to 4 channels go to the
/// convolutions alone.
bool blocked_fp32(const KernelCall& call);

/// The summand of a fused addition, or null.
inline const float* summand(const KernelCall& call, const void* const* inputs) {
  return call.add ? static_cast<const float*>(inputs[1]) : nullptr;
}

}  // namespace lastmile::kernels
