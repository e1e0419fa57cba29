// The network backends by name: what a scenario's `backend` and the option --network choose from. Around
// each lies the same service (network/service): deadlines, priorities, repair, dead nodes, radio states.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "network/network.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

struct BackendOptions {
  bool frozen = true;  ///< packet level: radio time may stand still while nothing is in flight
  bool records = false;  ///< packet level: airtime and retransmissions in every Outcome
  std::string pcap;    ///< packet level: folder for captures of Wi-Fi devices and wires; "": none
};

/// "fluid", and "ns3" when the program was built with it.
std::vector<std::string> backend_names();
/// Throws ConfigError for an unknown name or a topology that is not valid. The engine and the topology
/// outlive the network. At most one "ns3" network a process.
std::unique_ptr<Network> make_network(const std::string& name, Engine& engine, const Topology& topology,
                                      const BackendOptions& options = {});

}  // namespace lastmile::network
