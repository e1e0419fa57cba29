// The int8 kernels as a family: conv, depthwise and dense with at most a relu or relu6.
#pragma once

#include "kernels/operator_families.hpp"

namespace lastmile::kernels::int8 {

extern const Family family;

}  // namespace lastmile::kernels::int8
