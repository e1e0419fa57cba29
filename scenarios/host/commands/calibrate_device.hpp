#pragma once

#include "scenarios/host/arguments.hpp"

namespace lastmile::scenarios {

/// `lastmile calibrate device`: see calibrate_device.cpp.
int calibrate_device(const Arguments& arguments);

}  // namespace lastmile::scenarios
