// Dense layers of batches up to kMostVectors in fp32 (data sheet: gemv.hpp); larger ones are matrix
// products.
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

extern const Family dense_family;

}  // namespace lastmile::kernels
