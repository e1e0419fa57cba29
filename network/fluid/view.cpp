// The part of FluidNetwork that answers what an application may ask.
#include "network/fluid/fluid_network.hpp"

namespace lastmile::network::fluid {

void FluidNetwork::count_moving() const {
  for (Message& message : messages_) {
    if (message.state == State::moving) count(message, message.chunk - flows_.left(message.flow));
  }
}

Duration FluidNetwork::nominal_time(NodeId from, NodeId to, Bytes size) const {
  if (from == to) return Duration(0);
  const Path& path = paths_.at(paths_.between(from, to));
  if (!path.changing) return paths_.nominal(path, size.value());
  return nominal().time(from, to, size);
}

const NominalTimes& FluidNetwork::nominal() const {
  if (nominal_ == nullptr) nominal_ = std::make_unique<NominalTimes>(engine_, paths_.topology());
  return *nominal_;
}

RadioActivity FluidNetwork::radio_activity(NodeId node) const {
  count_moving();
  const RadioSeconds& radio = activity_.radio(node);
  RadioActivity result;
  result.wifi_transmit = seconds(radio.wifi_transmit);
  result.wifi_receive = seconds(radio.wifi_receive);
  result.lte_sent = Bytes(radio.lte_sent);
  result.lte_received = Bytes(radio.lte_received);
  result.nr_sent = Bytes(radio.nr_sent);
  result.nr_received = Bytes(radio.nr_received);
  return result;
}

LinkUse FluidNetwork::link_use(LinkIndex link) const {
  count_moving();
  LinkUse use;
  use.carried = Bytes(activity_.carried(link));
  return use;
}

}  // namespace lastmile::network::fluid
