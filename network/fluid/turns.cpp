// The part of FluidNetwork that gives the air of a Wi-Fi channel to one piece after the other.
#include "network/fluid/fluid_network.hpp"

namespace lastmile::network::fluid {

AirTurns& FluidNetwork::air_of(const Path& path) { return airs_[path.hops[path.air_hop].resource]; }

NodeId FluidNetwork::sender_of(const Path& path) const { return path.hops[path.air_hop].sender; }

// What is left of a window is in the sender's queue already, before what other messages put there.
void FluidNetwork::ask_for_turn(MessageIndex index, double bytes) {
  Message& message = messages_[index];
  const Path& path = paths_.at(message.path);
  AirTurns& air = air_of(path);
  const NodeId sender = sender_of(path);
  message.state = State::asking;
  message.chunk = bytes;
  air.ask(sender, index, message.goes_on);
  if (!air.turn.held) grant_turn(air);
}

void FluidNetwork::grant_turn(AirTurns& air) {
  if (air.idle()) return;
  const MessageIndex index = air.take();
  air.turn.path = messages_[index].path;
  air.turn.start = engine_.now();
  air.turn.sent = 0;
  take_turn(air, index, false);
}

void FluidNetwork::take_turn(AirTurns& air, MessageIndex index, bool rides) {
  Message& message = messages_[index];
  message.rides = rides;
  air.turn.held = true;
  air.turn.sent += message.chunk;
  move(index, message.chunk);
}

// A message that was waiting on the same connection when the exchange began rides in it.
void FluidNetwork::end_turn(AirTurns& air) {
  air.turn.held = false;
  if (const AirTurns::Item* next = air.next_of(air.turn.sender)) {
    const Message& message = messages_[*next];
    const bool fits = air.turn.sent + message.chunk <= paths_.at(message.path).turn_bytes;
    if (message.path == air.turn.path && message.started <= air.turn.start && fits) {
      const MessageIndex index = *next;
      air.withdraw(air.turn.sender, index);
      return take_turn(air, index, true);
    }
  }
  grant_turn(air);
}

// What the turn costs more, or less, than the piece would alone.
void FluidNetwork::add_turn(const Path& path, double bytes, const Message& message) {
  const PathHop& hop = path.hops[path.air_hop];
  const AirTurns& air = air_of(path);
  const bool replies = message.transport == Transport::tcp && (!air.idle() || message.unsent > bytes);
  const std::size_t senders = air.others() + (replies ? 2 : 1);
  for (Use& use : uses_) {
    if (use.resource != hop.resource) continue;
    if (message.rides) {
      use.per_byte = paths_.riding(hop, bytes, message.transport);
    } else {
      use.per_byte += paths_.contention_s(path, bytes, message.transport, senders) / bytes;
    }
  }
}

void FluidNetwork::give_up_turn(MessageIndex index) {
  const Path& path = paths_.at(messages_[index].path);
  air_of(path).withdraw(sender_of(path), index);
}

}  // namespace lastmile::network::fluid
