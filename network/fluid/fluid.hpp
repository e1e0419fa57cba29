// The fluid backend: messages as flows over the resources of their routes.
//
//   wire   a resource per direction, capacity = rate; payload is stretched by packet headers (1500
//          B IP packets, 2 B frame); a message ends at the far side after the delays, and after one
//          packet's time on every hop but the slowest (store and forward)
//   Wi-Fi  a resource of airtime per channel, width and neighbourhood (air.hpp), shared by all links
//          there in both directions (wifi_airtime.hpp). Senders take it in turns of one exchange each
//          (air_turns.hpp), at what contention between them costs (contention.hpp): a slow station
//          slows everybody by its turns. Waiting messages of a connection share an exchange. Where
//          a wire is the narrowest part, flows share the air at once
//   LTE    a resource of cell time per cell and direction (lte_rate.hpp); equal time to all that
//          compete, under the proportional fair scheduler and the round robin one alike. Up, the cell
//          serves no more than a buffer report says and pauses until the next (connections.cpp)
//   NR     the same without reports, in whole scheduling units
//   Motion, several access points and cells, handover, interference: radio_links.hpp; what a message
//          under way does when its path changes or fails: changes.cpp
//   Rates  are weighted max-min fair over the whole route (max_min.hpp). A flow's weight is 1, or
//          its rate over the cell's best rate on LTE, which makes equal rates there into equal
//          times.
//   tcp    a connection per ordered pair: one round trip of handshake (over Wi-Fi: two turns),
//          then windows. A window of bytes goes out at the flow's share; when it is out before the
//          first acknowledgement can be back, the sender waits for it. The next window is larger by what was sent; from
//          where HyStart ends slow start (connections.cpp), by a twentieth of it. Windows
//          last as long as the run. Messages of a connection go one after the other.
//   udp    every message is a flow of its own, without windows; it loses what lossy wires and
//          outages take. Loss, jitter and background traffic of wires: wires.hpp
//   multicast  one broadcast for the stations behind a Wi-Fi transmitter (multicast.cpp)
// Ignores: loss on radio links in coverage, queues inside the network, acknowledgements on wires
// and on LTE.
#pragma once

#include <memory>

#include "network/fluid/coefficients.hpp"
#include "network/network.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

struct FluidOptions {
  fluid::Coefficients coefficients;
  bool virtual_time = true;  ///< the fast path for resources whose flows use nothing else
};

/// Throws ConfigError for a topology that is not valid or has a station out of range. The engine
/// outlives the network.
std::unique_ptr<Network> make_fluid(Engine& engine, const Topology& topology,
                                    const FluidOptions& options = FluidOptions());

}  // namespace lastmile::network
