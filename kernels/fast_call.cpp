#include "kernels/fast_call.hpp"

namespace lastmile::kernels {

bool blocked_fp32(const KernelCall& call) {
  if (call.precision != Precision::fp32 || output_shape(call).interleaved()) return false;
  for (int i = 0; i < call.input_count(); ++i)
    if (input_shape(call, i).interleaved()) return false;
  return true;
}

}  // namespace lastmile::kernels
