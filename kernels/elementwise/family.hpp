// add, multiply, activate, scale and copy in fp32 (data sheet: elementwise.hpp).
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family elementwise_family;

}  // namespace lastmile::kernels
