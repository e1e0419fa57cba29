// calibrate interference: how much kernels slow each other on a machine.
#pragma once

#include "scenarios/host/arguments.hpp"

namespace lastmile::scenarios {

int calibrate_interference(const Arguments& arguments);

}  // namespace lastmile::scenarios
