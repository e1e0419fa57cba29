#include "policies/execute/radio_meter.hpp"

namespace lastmile::policies {

RadioMeter::Node& RadioMeter::settled(network::NodeId id) {
  Node& node = nodes_[id];
  const Joules now = profiles_.joules(id, network_.view().radio_activity(id));
  const Joules used = now - node.seen;
  node.seen = now;
  if (node.messages > 0)
    node.share += used / static_cast<double>(node.messages);
  else
    node.unclaimed += used;
  return node;
}

Joules RadioMeter::enter(network::NodeId id) {
  Node& node = settled(id);
  ++node.messages;
  return node.share;
}

Joules RadioMeter::leave(network::NodeId id) {
  Node& node = settled(id);
  --node.messages;
  return node.share;
}

Joules RadioMeter::unclaimed(network::NodeId id) { return settled(id).unclaimed; }

}  // namespace lastmile::policies
