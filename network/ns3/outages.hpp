// Outages of links at packet level: a packet that arrives over a link while it is out is dropped before
// IP sees it, at either end and on every technology. The outage's clock is the engine's; it costs no event.
// What is not carried by IP goes on (beacons, radio resource control): stations stay associated and UEs
// connected. What waits in a queue is sent as ever: into the outage it is lost, after it it arrives.
//   tcp  goes on when its timer fires: 200 ms at least, doubled with every loss up to 60 s (RFC 6298; Linux's
//        limit is 120 s), so up to as late again as the outage was long
//   udp  has lost what arrived meanwhile
// Checked: tests/cross/outage_test.cpp.  C++17.
#pragma once

#include "network/ns3/world.hpp"

namespace lastmile::network {

/// REQUIRES: every interface has been assigned. The world outlives ns-3's events.
void install_outages(const World& world);

}  // namespace lastmile::network
