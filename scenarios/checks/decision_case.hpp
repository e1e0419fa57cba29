// Random situations in which somebody has to decide where a network is cut: devices on one radio, an
// edge server at its site, a cloud behind a WAN. Drawn from the stream "decision/NUMBER".
//   radio      Wi-Fi 802.11n or ax (5-40 m), LTE (50-500 m), 5G NR n78 40 MHz (40-250 m); 1-8 devices
//   WAN        10-200 Mbit/s (log-uniform), round trip 10-100 ms
//   processors and network: drawn from models/devices and models/zoo; times by the cost model "regression"
//   load       Poisson; the busiest stage of the cut that is best by nominal times is busy 10-70 % of the
//              time, at most 30 requests a second of a device (a camera's frames). Other placements may be
//              overloaded: their latency is that of a finite burst. Connections are open before.
//   candidates Cuts of a chain: positions where one activation crosses. Simulated are both ends (all at the
//              edge, all on the device) and of the others at most four: the best by nominal time, and those
//              within twice its time that no earlier position beats in bytes. Nominal times never decide.
#pragma once

#include <string>
#include <vector>

#include "network/network.hpp"

namespace lastmile::scenarios {

/// A request computes on its device, sends, computes at `far`, and gets an answer. No bytes: stays.
struct Placement {
  std::string name;
  network::NodeId far = 0;
  Duration device_time{}, far_time{};
  Bytes bytes{0};
};

struct DecisionCase {
  std::string text;                    ///< for people
  std::string name;                    ///< of its random streams
  network::Topology topology;
  std::vector<network::NodeId> devices;
  std::vector<Placement> cuts;         ///< first: all at the edge; last: all on the device
  Placement cloud;                     ///< everything in the cloud
  double rate_per_s = 1;               ///< of each device
};

[[nodiscard]] DecisionCase draw_case(int number);

/// Of so many requests, shared among the devices. One "ns3" a process.
[[nodiscard]] double mean_latency_s(const DecisionCase& what, const Placement& placement,
                                    const std::string& backend, int requests);

}  // namespace lastmile::scenarios
