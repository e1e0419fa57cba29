// What was carried so far: payload per link, airtime, LTE and NR bytes per node.
#pragma once

#include <vector>

#include "network/fluid/paths.hpp"

namespace lastmile::network::fluid {

struct RadioSeconds {
  double wifi_transmit = 0, wifi_receive = 0;
  double lte_sent = 0, lte_received = 0, nr_sent = 0, nr_received = 0;  // bytes
};

class Activity {
 public:
  Activity(const Paths& paths, std::size_t nodes, std::size_t links)
      : paths_(paths), radio_(nodes), carried_(links, 0.0) {}

  /// `bytes` of a message of `size` have passed the whole path. Returns the seconds of radio frames that
  /// carried them.
  double add(const Path& path, double bytes, double size, Transport transport);
  /// One more receiver of a broadcast.
  void overhear(NodeId receiver, double airtime_s) { radio_[receiver].wifi_receive += airtime_s; }
  [[nodiscard]] const RadioSeconds& radio(NodeId node) const { return radio_[node]; }
  [[nodiscard]] double carried(LinkIndex link) const { return carried_[link]; }

 private:
  double add_wifi(const PathHop& hop, double part, double size, Transport transport);

  const Paths& paths_;
  std::vector<RadioSeconds> radio_;
  std::vector<double> carried_;
};

}  // namespace lastmile::network::fluid
