// The part of FluidNetwork that gives the air of a Wi-Fi channel to one piece after the other.
#include "network/fluid/fluid_network.hpp"

namespace lastmile::network::fluid {

AirTurns& FluidNetwork::air_of(const Path& path) { return airs_[path.hops[path.air_hop].resource]; }

// A single signal left is the reply.
NodeId FluidNetwork::sender_of(const Message& message) const {
  const Path& path = paths_.at(message.path);
  const PathHop& hop = path.hops[path.air_hop];
  return message.signals == 1 ? hop.receiver : hop.sender;
}

// What is left of a window is in the sender's queue already, before what other messages put there.
void FluidNetwork::ask_for_turn(MessageIndex index, double bytes) {
  Message& message = messages_[index];
  const Path& path = paths_.at(message.path);
  AirTurns& air = air_of(path);
  message.state = State::asking;
  message.chunk = bytes;
  air.ask(sender_of(message), index, message.goes_on);
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
  if (message.signals > 0) return signal(index);
  air.turn.sent += message.chunk;
  move(index, message.chunk);
}

// A message that was waiting on the same connection when the exchange began rides in it.
void FluidNetwork::end_turn(AirTurns& air) {
  air.turn.held = false;
  if (const AirTurns::Item* next = air.next_of(air.turn.sender)) {
    const Message& message = messages_[*next];
    const bool fits = message.signals == 0 && air.turn.sent + message.chunk <= paths_.at(message.path).turn_bytes;
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
  const Message& message = messages_[index];
  air_of(paths_.at(message.path)).withdraw(sender_of(message), index);
}

// A handshake is two short packets, each with a turn of its own; a sender whose window is used up
// waits for the turn of the acknowledgements, whose time the data's turn has taken already.
void FluidNetwork::ask_for_signals(MessageIndex index, std::uint8_t count) {
  Message& message = messages_[index];
  AirTurns& air = air_of(paths_.at(message.path));
  message.signals = count;
  message.state = State::asking;
  air.ask(sender_of(message), index, false);
  if (!air.turn.held) grant_turn(air);
}

void FluidNetwork::signal(MessageIndex index) {
  constexpr double no_time_s = 1e-9;
  Message& message = messages_[index];
  const Path& path = paths_.at(message.path);
  const PathHop& hop = path.hops[path.air_hop];
  AirTurns& air = air_of(path);
  air.turn.sent = path.turn_bytes;  // nothing rides with it
  message.state = State::signalling;
  const bool opens = !connections_[message.path].open;
  const double taken_s = opens ? paths_.signal_s(hop, air.others() + 1) : no_time_s;
  uses_.assign(1, {hop.resource, taken_s});
  message.flow = flows_.begin(1, path.weight, uses_, index);
}

void FluidNetwork::stop_signal(MessageIndex index) {
  const Message& message = messages_[index];
  flows_.stop(message.flow);
  end_turn(air_of(paths_.at(message.path)));
}

void FluidNetwork::signal_done(MessageIndex index) {
  Message& message = messages_[index];
  Connection& connection = connections_[message.path];
  const Path& path = paths_.at(message.path);
  message.state = State::waiting;
  if (--message.signals > 0) {
    ask_for_signals(index, message.signals);
  } else if (connection.open) {
    pump(message.path);
  } else {
    open_after(connection, message.path, 2 * path.delay);
  }
  end_turn(air_of(path));
}

}  // namespace lastmile::network::fluid
