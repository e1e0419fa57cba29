// Convolutions and products of more than 4 vectors, fp32.
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family conv_family;

}  // namespace lastmile::kernels
