// `lastmile show device NAME`: what a device file says, each figure with its class.
#pragma once

#include <string>

namespace lastmile::scenarios {

int show_device(const std::string& name);  ///< prints; ConfigError for an unknown device

}  // namespace lastmile::scenarios
