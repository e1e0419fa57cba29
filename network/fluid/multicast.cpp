// The part of FluidNetwork that sends the same bytes to many: once on the air to all receivers behind
// one Wi-Fi transmitter (broadcast_airtime.hpp), as a message of its own to everybody else.
#include "network/fluid/fluid_network.hpp"

namespace lastmile::network::fluid {

TransferId FluidNetwork::multicast(const Multicast& transfer, MulticastCompletion completion) {
  const TransferId id = kFirstGroup + ++last_group_;
  Group& group = groups_[id];
  group.completion = std::move(completion);
  group.outcomes.resize(transfer.to.size());
  std::map<PathIndex, std::vector<std::size_t>> together;  // places in `to`, by broadcast
  std::vector<PathIndex> alone;
  for (std::size_t i = 0; i < transfer.to.size(); ++i) {
    alone.push_back(paths_.between(transfer.from, transfer.to[i]));
    if (paths_.at(alone[i]).changing) {
      watches_.try_emplace(alone[i]);
      look(alone[i]);
    }
    const PathHop& last = paths_.at(alone[i]).hops.back();
    const bool heard = last.kind == HopKind::wifi && last.receiver == transfer.to[i];
    if (heard) together[paths_.broadcast(alone[i])].push_back(i);
  }
  const Transfer what(transfer.from, transfer.to.front(), transfer.size, Transport::udp);
  std::vector<bool> sent(transfer.to.size(), false);
  for (const auto& [path, receivers] : together) {
    if (receivers.size() < 2) continue;  // acknowledged and at its own rate it is better off
    for (const std::size_t i : receivers) sent[i] = true;
    start_part(id, path, what, receivers, transfer.to);
  }
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (!sent[i]) start_part(id, alone[i], what, {i}, transfer.to);
  }
  return id;
}

void FluidNetwork::start_part(TransferId group, PathIndex path, const Transfer& what,
                              std::vector<std::size_t> receivers, const std::vector<NodeId>& to) {
  ++groups_.at(group).open;
  const NodeId counted = paths_.at(path).hops.back().receiver;
  std::vector<NodeId> others;
  for (const std::size_t i : receivers) {
    if (to[i] != counted) others.push_back(to[i]);
  }
  const bool many = receivers.size() > 1;
  const auto done = [this, group, receivers = std::move(receivers), others = std::move(others),
                     many](const Outcome& outcome) {
    if (many) {
      for (const NodeId other : others) activity_.overhear(other, to_seconds(outcome.airtime));
    }
    part_done(group, receivers, outcome);
  };
  groups_.at(group).parts.push_back(launch(path, what, done));
}

void FluidNetwork::part_done(TransferId id, const std::vector<std::size_t>& receivers,
                             const Outcome& outcome) {
  Group& group = groups_.at(id);
  for (const std::size_t i : receivers) group.outcomes[i] = outcome;
  if (--group.open > 0) return;
  const Group ended = std::move(group);
  groups_.erase(id);
  if (ended.completion) ended.completion(ended.outcomes);
}

void FluidNetwork::cancel_group(TransferId id) {
  const auto found = groups_.find(id);
  if (found == groups_.end()) return;
  const std::vector<TransferId> parts = std::move(found->second.parts);
  groups_.erase(found);
  for (const TransferId part : parts) cancel(part);
}

}  // namespace lastmile::network::fluid
