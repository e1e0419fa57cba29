// The part of FluidNetwork that follows what changes: positions, interference, handovers, outages.
//
// A path that may change is looked at when a message begins on it, whenever an outage on it begins or
// ends, and every kLookEvery (radio_links.hpp) if an end of it moves or cells disturb each other; nobody
// looks while nothing is in flight. What is under way then goes on at the new rate, or is held:
//   tcp  after an outage or out of coverage the sender's timer decides when it goes on. It began with
//        what was lost first and doubles, so the tries are at t0 + T (2^k - 1); the first one after the
//        end gets through, and slow start begins again. During a handover it just waits.
//   udp  goes on at the pace of the path as it was, into the void; what is sent meanwhile is lost.
//   T retransmission timer, 200 ms at least (RFC 6298 asks for 1 s; 200 ms: Linux, network/ns3)
// Ignores: that Linux gives up after a quarter of an hour; what was in queues on the way.
// Checked: tests/unit/network/fluid_motion_test.cpp
#include <algorithm>

#include "network/fluid/fluid_network.hpp"

namespace lastmile::network::fluid {
namespace {

constexpr Duration kLeastTimer = std::chrono::milliseconds(200), kMostTimer = std::chrono::seconds(60);

// The first try at or after `now` of a sender that heard nothing since `since`.
SimTime next_try(SimTime since, SimTime now, Duration timer) {
  SimTime at = since + timer;
  while (at < now) {
    timer = std::min(2 * timer, kMostTimer);
    at += timer;
  }
  return at;
}

}  // namespace

bool FluidNetwork::may_pass(MessageIndex index) {
  const PathIndex path = messages_[index].path;
  Watch& watch = watches_[path];
  if (!messages_[index].watched) watch.users.push_back(index);
  messages_[index].watched = true;
  look(path);
  arm_look(path);
  const Path& over = paths_.at(path);
  if (!over.dead && over.silent_until <= engine_.now()) return true;
  hold(index, over.dead);
  return false;
}

void FluidNetwork::unwatch(MessageIndex index) {
  messages_[index].watched = false;
  Watch& watch = watches_.at(messages_[index].path);
  watch.users.erase(std::find(watch.users.begin(), watch.users.end(), index));
  if (watch.users.empty()) engine_.cancel(watch.look);
}

void FluidNetwork::arm_look(PathIndex path) {
  Watch& watch = watches_.at(path);
  engine_.cancel(watch.look);
  const Path& over = paths_.at(path);
  SimTime next = paths_.next_change(over);
  if (over.looked_at) next = std::min(next, engine_.now() + kLookEvery);
  if (watch.users.empty() || next == kNever) return;
  watch.look = engine_.at(next, [this, path] {
    look(path);
    arm_look(path);
  });
}

// What is under way is taken off before the path becomes another one, and put on again after.
void FluidNetwork::look(PathIndex path) {
  bool changed = false;
  Path now = paths_.renewed(path, changed);
  const bool blocked = now.dead || now.silent_until > engine_.now();
  const std::vector<MessageIndex> users = watches_.at(path).users;
  std::vector<std::pair<MessageIndex, double>> off;
  // Those that ask first, or their turn would come when another one's ends.
  for (const State state : {State::asking, State::signalling, State::moving}) {
    for (const MessageIndex user : users) {
      if ((changed || blocked) && messages_[user].state == state) off.emplace_back(user, take_off(user));
    }
  }
  const bool dead = now.dead;
  paths_.replace(path, std::move(now));
  for (const auto& [user, bytes] : off) blocked ? hold(user, dead) : proceed(user, bytes);
  for (const MessageIndex user : users) {
    if (messages_[user].state != State::held) continue;
    if (!blocked) resume(user);
    if (dead) hold(user, true);  // a handover may have ended nowhere
  }
}

// The rest of its piece.
double FluidNetwork::take_off(MessageIndex index) {
  constexpr double least_bytes = 1e-3;
  Message& message = messages_[index];
  const double unsent = message.unsent;
  if (message.state == State::asking) {
    give_up_turn(index);
  } else if (message.state == State::signalling) {
    stop_signal(index);
  } else {
    stop_flow(index);
  }
  message.state = State::waiting;
  message.unsent = std::max(least_bytes, message.unsent);
  return std::max(least_bytes, message.chunk - (unsent - message.unsent));
}

void FluidNetwork::hold(MessageIndex index, bool timed_out) {
  Message& message = messages_[index];
  const bool goes_on = message.state == State::held && message.timed_out == timed_out;
  message.state = State::held;
  message.signals = 0;
  if (goes_on) return;
  message.timed_out = timed_out;
  message.held_since = engine_.now();
  if (!timed_out || message.transport != Transport::udp) return;
  const Duration rest = seconds(message.unsent / pace(message));
  message.event = engine_.after(rest, [this, index] { resume_datagrams(index); });
}

void FluidNetwork::resume(MessageIndex index) {
  Message& message = messages_[index];
  if (message.transport == Transport::udp) return resume_datagrams(index);
  message.state = State::waiting;
  if (message.timed_out) return restart_connection(index);
  if (!engine_.pending(connections_[message.path].wake)) pump(message.path);
}

void FluidNetwork::restart_connection(MessageIndex index) {
  const Message& message = messages_[index];
  Connection& connection = connections_[message.path];
  const Duration timer = std::max(kLeastTimer, paths_.at(message.path).round_trip);
  const SimTime again = next_try(message.held_since, engine_.now(), timer);
  connection.window = c_.transport.tcp_payload_bytes;
  connection.used = 0;
  connection.slow_start = true;
  connection.round_start = again;
  engine_.cancel(connection.wake);
  sleep(connection, message.path, again);
}

void FluidNetwork::resume_datagrams(MessageIndex index) {
  Message& message = messages_[index];
  engine_.cancel(message.event);
  message.state = State::waiting;
  if (message.timed_out) {
    const double sent = pace(message) * to_seconds(engine_.now() - message.held_since);
    const double lost = std::min(message.unsent, sent);
    message.lost += lost;
    message.unsent -= lost;
  }
  if (message.unsent >= 1) return begin_flow(index, message.unsent);
  message.lost += message.unsent;
  message.unsent = 0;
  unwatch(index);
  arrive_after(index, tail(message));
}

// The path's nominal rate, at which network/ns3 paces its datagrams.
double FluidNetwork::pace(const Message& message) const {
  const std::vector<PathHop>& hops = paths_.at(message.path).hops;
  return nominal().rate(hops.front().hop.from, hops.back().hop.to).value();
}

void FluidNetwork::lose_datagrams(Message& message) {
  const double most = c_.transport.udp_payload_bytes, sent = message.size - message.lost;
  const auto packets = static_cast<std::uint64_t>(std::ceil(sent / most));
  const std::uint64_t arrived = losses_.survivors(paths_.at(message.path), packets);
  if (arrived < packets) message.lost += sent - std::min(sent, static_cast<double>(arrived) * most);
}

// Of a message's last three packets a loss shows only when the timer fires; those before are repeated
// while others follow, which the window's limit stands for.
Duration FluidNetwork::repair_time(Message& message) {
  constexpr std::uint64_t unseen = 3;
  const Path& path = paths_.at(message.path);
  const auto packets = static_cast<std::uint64_t>(std::ceil(message.size / c_.transport.tcp_payload_bytes));
  const std::uint64_t last = std::min(unseen, packets);
  const std::uint64_t late = last - losses_.survivors(path, last);
  const std::uint64_t others = packets - last;
  message.retransmissions += static_cast<std::uint32_t>(late + others - losses_.survivors(path, others));
  return late > 0 ? std::max(kLeastTimer, path.round_trip) : Duration(0);
}

}  // namespace lastmile::network::fluid
