#include "network/fluid/activity.hpp"

namespace lastmile::network::fluid {

void Activity::add(const Path& path, double bytes, double size, Transport transport) {
  for (const PathHop& hop : path.hops) {
    carried_[hop.hop.link] += bytes;
    if (hop.kind == HopKind::wifi) {
      add_wifi(hop, bytes / size, size, transport);
    } else if (hop.kind == HopKind::lte_down || hop.kind == HopKind::lte_up) {
      (hop.nr ? radio_[hop.hop.from].nr_sent : radio_[hop.hop.from].lte_sent) += bytes;
      (hop.nr ? radio_[hop.hop.to].nr_received : radio_[hop.hop.to].lte_received) += bytes;
    }
  }
}

void Activity::add_wifi(const PathHop& hop, double part, double size, Transport transport) {
  const Airtime air = paths_.airtime(hop, size, transport);
  RadioSeconds& from = radio_[hop.hop.from];
  RadioSeconds& to = radio_[hop.hop.to];
  from.wifi_transmit += part * air.sender;
  to.wifi_receive += part * air.sender;
  from.wifi_receive += part * air.receiver;
  to.wifi_transmit += part * air.receiver;
}

}  // namespace lastmile::network::fluid
