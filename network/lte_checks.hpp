// What LTE allows a handover to be set to, on every backend. C++17-clean.
#pragma once

#include "network/topology.hpp"

namespace lastmile::network {

/// Throws ConfigError: hysteresis or time to trigger that TS 36.331 6.3.5 has not.
void check_lte_handover(const LteLink& link);

}  // namespace lastmile::network
