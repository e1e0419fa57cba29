#include "network/service/presence.hpp"

namespace lastmile::network {

Presence::Churner::Churner(const Churn& churn, RandomStream stream)
    : mean_up(churn.mean_up), mean_down(churn.mean_down), random(stream) {
  next = kTimeZero + seconds(random.exponential(to_seconds(mean_up)));
}

void Presence::Churner::advance(SimTime now) {
  while (next <= now) {
    up = !up;
    next += seconds(random.exponential(to_seconds(up ? mean_up : mean_down)));
  }
}

Presence::Presence(Engine& engine, const Topology& topology, std::function<void(Index)> gone)
    : engine_(engine), gone_(std::move(gone)), off_(topology.nodes.size(), false) {
  for (const Churn& churn : topology.churn) {
    SIM_CHECK(churn.node < topology.nodes.size(), "churn of an unknown node");
    const std::string stream = "churn/" + topology.nodes[churn.node].name;
    churning_.try_emplace(churn.node, churn, engine.random(stream));
  }
}

Presence::~Presence() {
  for (auto& [node, churner] : churning_) engine_.cancel(churner.event);
}

bool Presence::up(NodeId node) {
  if (off_[node]) return false;
  const auto found = churning_.find(node);
  if (found == churning_.end()) return true;
  found->second.advance(engine_.now());
  return found->second.up;
}

void Presence::set(NodeId node, bool up) {
  SIM_CHECK(node < off_.size(), "unknown node");
  if (off_[node] == !up) return;
  off_[node] = !up;
  up ? --off_count_ : ++off_count_;
}

bool Presence::all_up(NodeId from, const Route& route) {
  if (!up(from)) return false;
  for (const Hop& hop : route) {
    if (!up(hop.to)) return false;
  }
  return true;
}

void Presence::enter(Index message, NodeId from, const Route& route) {
  enter(message, from);
  for (const Hop& hop : route) enter(message, hop.to);
}

void Presence::leave(Index message, NodeId from, const Route& route) {
  leave(message, from);
  for (const Hop& hop : route) leave(message, hop.to);
}

void Presence::enter(Index message, NodeId node) {
  const auto found = churning_.find(node);
  if (found == churning_.end()) return;
  found->second.users.insert(message);
  watch(found->second);
}

void Presence::leave(Index message, NodeId node) {
  const auto found = churning_.find(node);
  if (found == churning_.end()) return;
  found->second.users.erase(message);
  if (found->second.users.empty()) engine_.cancel(found->second.event);
}

void Presence::watch(Churner& churner) {
  if (churner.users.empty() || engine_.pending(churner.event)) return;
  churner.advance(engine_.now());
  churner.event = engine_.at(churner.next, [this, &churner] { switched(churner); });
}

void Presence::switched(Churner& churner) {
  churner.advance(engine_.now());
  if (!churner.up) {
    const std::set<Index> users = churner.users;
    for (const Index message : users) gone_(message);
  }
  watch(churner);
}

}  // namespace lastmile::network
