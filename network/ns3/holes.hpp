// Coverage holes on ns-3's radio channels: one more loss model at the end of a channel's chain, asked for
// every frame with the places of its sender and receiver. What a hole is: network/mobility/holes.hpp.
// Nothing is added where the topology has no holes. NR takes them in nr/radio.hpp. C++17.
#pragma once

#include <ns3/propagation-loss-model.h>
#include <ns3/spectrum-channel.h>
#include <ns3/yans-wifi-channel.h>

#include "network/ns3/world.hpp"

namespace lastmile::network {

void add_holes(const World& world, const ns3::Ptr<ns3::YansWifiChannel>& channel);
void add_holes(const World& world, const ns3::Ptr<ns3::SpectrumChannel>& channel);

}  // namespace lastmile::network
