// Maximum, mean and global mean pools in fp32 (data sheet: simd/window.hpp).
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family pooling_family;

}  // namespace lastmile::kernels
