#include "kernels/window.hpp"

namespace lastmile::kernels {

WindowShape window_shape(const KernelCall& call) {
  return {call.height,       call.width,  call.height_out(), call.width_out(), call.kernel_height,
          call.kernel_width, call.stride, call.padding,      call.dilation};
}

}  // namespace lastmile::kernels
