#include "network/fluid/activity.hpp"

namespace lastmile::network::fluid {

double Activity::add(const Path& path, double bytes, double size, Transport transport) {
  double airtime_s = 0;
  for (const PathHop& hop : path.hops) {
    carried_[hop.hop.link] += bytes;
    if (hop.kind == HopKind::wifi) {
      airtime_s += add_wifi(hop, bytes / size, size, transport);
    } else if (hop.kind == HopKind::lte_down || hop.kind == HopKind::lte_up) {
      (hop.nr ? radio_[hop.hop.from].nr_sent : radio_[hop.hop.from].lte_sent) += bytes;
      (hop.nr ? radio_[hop.hop.to].nr_received : radio_[hop.hop.to].lte_received) += bytes;
      airtime_s += bytes / hop.rate;
    }
  }
  return airtime_s;
}

double Activity::add_wifi(const PathHop& hop, double part, double size, Transport transport) {
  const Airtime air = paths_.airtime(hop, size, transport);
  RadioSeconds& from = radio_[hop.sender];
  RadioSeconds& to = radio_[hop.receiver];
  from.wifi_transmit += part * air.sender;
  to.wifi_receive += part * air.sender;
  from.wifi_receive += part * air.receiver;
  to.wifi_transmit += part * air.receiver;
  return part * air.sender;
}

}  // namespace lastmile::network::fluid
