// The folder of a sweep: begun, or gone on with.
#pragma once

#include <string>

#include "scenarios/host/sweep/order.hpp"

namespace lastmile::scenarios {

/// Makes the folder of a new sweep, or finds the very same one, which then goes on. ConfigError: it
/// holds something else.
void open_folder(const SweepOrder& order, const std::string& folder);

/// What was ordered there. ConfigError: another version of the program began it.
SweepOrder order_of_folder(const std::string& folder);

}  // namespace lastmile::scenarios
