// The packet-level backend: the seam of network/network.hpp on ns-3 3.37.
//
// Frozen radio time (`frozen`, on by default): while no transfer is in flight and every connection has
// been acknowledged, ns-3's clock stands still and costs nothing; it goes on with the next transfer.
// Stations are associated and UEs connected before simulated time starts.
// C++17-clean; holds no ns-3 header.
#pragma once

#include <memory>
#include <string>

#include "network/network.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

struct Ns3Options {
  bool frozen = true;
  bool records = false;  ///< airtime, retransmissions and waiting of every transfer in its Outcome
  std::string pcap;      ///< folder for captures of every Wi-Fi device and wire; "": none
};

/// One a process (ns-3's state is process-wide). REQUIRES: engine outlives it.
/// Throws ConfigError when a station cannot associate or a UE cannot connect.
std::unique_ptr<Network> make_ns3(Engine& engine, const Topology& topology, const Ns3Options& options);

/// Standing-still time, events and changes of Wi-Fi access point so far, for reports.
struct Ns3Counters {
  std::uint64_t events = 0;
  std::uint64_t roams = 0;
  Duration frozen{};
};
Ns3Counters ns3_counters(const Network& network);

}  // namespace lastmile::network
