// Random traffic over a network in which things go wrong: what was started, and what became of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "network/network.hpp"

namespace lastmile::scenarios {

struct TrafficWorld {
  std::string name;
  network::Topology topology;
  std::vector<network::NodeId> ends;   ///< senders and receivers
  double seconds = 10;                 ///< starts are spread over it
  /// Nodes that are switched off and on again, at these times.
  struct Switch {
    network::NodeId node;
    double off_s, on_s;
  };
  std::vector<Switch> switches;
  bool repaired = false;               ///< some of its messages are arq
};

struct Fate {
  network::Transfer what;
  double started_ns = 0;
  int ends = 0;                        ///< completions seen
  bool cancelled = false;              ///< before its end
  double ended_ns = -1;
  network::Outcome outcome;
};

struct TrafficResult {
  std::vector<Fate> fates;
  std::vector<double> carried;         ///< by link
};

/// Wires with loss, jitter and an outage; recorded series; roaming Wi-Fi; LTE and NR with handover.
[[nodiscard]] std::vector<TrafficWorld> traffic_worlds();

/// Those of them in which node 4 goes from one cell to the next, and node 3 is the server.
[[nodiscard]] std::vector<TrafficWorld> moving_worlds();

/// Messages of 1 B to 300 kB between ends drawn at random, tcp, udp and where asked for arq; a tenth is
/// cancelled.
[[nodiscard]] TrafficResult run_traffic(const TrafficWorld& world, const std::string& backend,
                                        int messages);

}  // namespace lastmile::scenarios
