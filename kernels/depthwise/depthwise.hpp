// Depthwise convolution in fp32: any kernel, stride, padding and dilation (data sheet:
// simd/window.hpp).
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family depthwise_family;

}  // namespace lastmile::kernels
