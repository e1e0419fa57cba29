// The smallest network with a radio and a wire, and the times of single messages on it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "network/backends.hpp"

namespace lastmile::scenarios {

struct Message {
  network::NodeId from, to;
  network::Transport transport;
  Bytes size;
};

struct Seen {
  std::vector<double> seconds;  ///< of each message
  network::RadioActivity station;
};

/// Station 0 at 5 m of access point 1; server 2 behind a wire of 100 Mb/s and 5 ms.
inline network::Topology two_hops() {
  network::Topology topology;
  topology.nodes = {{"station", {5, 0, 0}}, {"point", {}}, {"server", {}}};
  network::WifiLink wifi;
  wifi.name = "wifi";
  wifi.access_points = {1};
  wifi.gateway = 1;
  wifi.stations = {0};
  network::WiredLink wire;
  wire.name = "wire";
  wire.a = 1;
  wire.b = 2;
  wire.rate = bits_per_second(100e6);
  wire.delay = seconds(0.005);
  topology.links = {wifi, wire};
  return topology;
}

/// One after the other, each on an idle network. A process can do this once on "ns3".
inline Seen send_all(const std::string& backend, const std::vector<Message>& messages) {
  Engine engine(1);
  const network::Topology topology = two_hops();
  const auto net = network::make_network(backend, engine, topology);
  Seen seen;
  for (const Message& m : messages) {
    net->start(network::Transfer(m.from, m.to, m.size, m.transport),
               [&](const network::Outcome& outcome) {
                 seen.seconds.push_back(to_seconds(outcome.finished - outcome.started));
                 engine.stop();
               });
    engine.run();
  }
  seen.station = net->view().radio_activity(0);
  return seen;
}

/// Nothing when the program was built without it.
inline std::optional<Seen> at_packet_level(const std::vector<Message>& messages) {
  const auto names = network::backend_names();
  if (std::find(names.begin(), names.end(), "ns3") == names.end()) return std::nullopt;
  return send_all("ns3", messages);
}

}  // namespace lastmile::scenarios
