// C++17; network/ns3/world.cpp includes this.
#pragma once

#include "network/ns3/nr/nr_options.hpp"
#include "network/ns3/world.hpp"

namespace lastmile::network {

/// REQUIRES: nodes placed, internet stacks installed. Throws ConfigError (coverage, band,
//bandwidth, pattern).
void add_nr(World& world, LinkIndex index, const NrLink& link);

}  // namespace lastmile::network
