#include "network/ns3/multicast.hpp"

namespace lastmile::network {

std::vector<Multicasts::Cluster> Multicasts::clusters_of(const Multicast& what) const {
  std::map<std::pair<LinkIndex, NodeId>, std::vector<std::size_t>> found;
  for (std::size_t i = 0; i < what.to.size(); ++i) {
    const Route route = world_.routes.between(what.from, what.to[i]);
    if (route.empty() || world_.airs.count(route.back().link) == 0) continue;
    const Hop& last = route.back();
    const auto* wifi = std::get_if<WifiLink>(&world_.topology.links[last.link]);
    if (wifi != nullptr && wifi->gateway != last.from) continue;  // a station to its gateway
    found[{last.link, last.from}].push_back(i);
  }
  std::vector<Cluster> clusters;
  for (auto& [at, members] : found) {
    if (members.size() > 1) clusters.push_back({at.first, at.second, std::move(members)});
  }
  return clusters;
}

bool Multicasts::start(TransferId id, const Multicast& what, MulticastCompletion completion) {
  const std::vector<Cluster> clusters = clusters_of(what);
  if (clusters.empty()) return false;
  Group& group = groups_[id];
  group.completion = std::move(completion);
  group.left = what.to.size();
  group.outcomes.resize(what.to.size());
  group.parts.assign(what.to.size(), kNoTransfer);
  for (const Cluster& cluster : clusters) broadcast(id, group, what, cluster);
  for (std::size_t i = 0; i < what.to.size(); ++i) {
    if (group.parts[i] != kNoTransfer) continue;
    group.parts[i] = host_.start(Transfer(what.from, what.to[i], what.size, Transport::udp),
                                 [this, id, i](const Outcome& o) { part_ended(id, i, o); });
  }
  return true;
}

void Multicasts::broadcast(TransferId id, Group& group, const Multicast& what, const Cluster& cluster) {
  std::vector<NodeId> nodes;
  std::vector<TransferId> parts;
  for (const std::size_t i : cluster.members) {
    group.parts[i] = host_.begin(Transfer(what.from, what.to[i], what.size, Transport::udp),
                                 [this, id, i](const Outcome& o) { part_ended(id, i, o); }, parts.empty());
    nodes.push_back(what.to[i]);
    parts.push_back(group.parts[i]);
  }
  const auto bytes = static_cast<std::uint64_t>(what.size.value());
  group.broadcasts.push_back(std::make_unique<WifiBroadcast>(
      world_, cluster.link, cluster.head, nodes, ++last_broadcast_, bytes,
      [this, parts](std::size_t member, std::uint64_t delivered) { host_.ended(parts[member], delivered); }));
  if (world_.records != nullptr) group.broadcasts.back()->mark(parts.front());
  if (what.from != cluster.head) return feed(group, what, cluster.head);
  group.broadcasts.back()->offer(bytes);
  group.broadcasts.back()->close();
}

void Multicasts::feed(Group& group, const Multicast& what, NodeId head) {
  WifiBroadcast* onwards = group.broadcasts.back().get();
  group.feeds.push_back(host_.burst(Transfer(what.from, head, what.size, Transport::udp),
                                    [onwards](std::uint64_t) { onwards->close(); }));
  group.feeds.back()->on_arrival([onwards](std::uint64_t bytes) { onwards->offer(bytes); });
}

// The group's broadcasts go with it: nothing of them is running, since completions are events of their own.
void Multicasts::part_ended(TransferId id, std::size_t receiver, const Outcome& outcome) {
  Group& group = groups_.at(id);
  group.outcomes[receiver] = outcome;
  group.parts[receiver] = kNoTransfer;
  if (--group.left > 0) return;
  const auto node = groups_.extract(id);
  node.mapped().completion(node.mapped().outcomes);
}

bool Multicasts::cancel(TransferId id) {
  const auto node = groups_.extract(id);
  if (node.empty()) return false;
  for (const TransferId part : node.mapped().parts) {
    if (part != kNoTransfer) host_.cancel(part);
  }
  return true;
}

}  // namespace lastmile::network
