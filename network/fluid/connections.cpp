// The TCP part of FluidNetwork: one connection per ordered pair, its queue and its windows.
#include <algorithm>

#include "network/fluid/fluid_network.hpp"

namespace lastmile::network::fluid {

FluidNetwork::Connection& FluidNetwork::connection_of(PathIndex path) {
  if (path >= connections_.size()) connections_.resize(path + 1);
  return connections_[path];
}

void FluidNetwork::enqueue(MessageIndex index) {
  Message& message = messages_[index];
  message.state = State::waiting;
  Connection& connection = connection_of(message.path);
  const bool idle = connection.first == kNone;
  if (idle) {
    connection.first = index;
  } else {
    messages_[connection.last].next = index;
  }
  connection.last = index;
  connection.backlog += message.size;
  if (paths_.at(message.path).report_bytes > 0) report(connection, message.path);
  if (idle && !engine_.pending(connection.wake)) pump(message.path);
}

void FluidNetwork::leave_queue(MessageIndex index) {
  const PathIndex path = messages_[index].path;
  Connection& connection = connections_[path];
  if (connection.first == index) {
    connection.first = messages_[index].next;
    if (connection.first == kNone) connection.last = kNone;
    if (!engine_.pending(connection.wake)) pump(path);
    return;
  }
  MessageIndex before = connection.first;
  while (messages_[before].next != index) before = messages_[before].next;
  messages_[before].next = messages_[index].next;
  if (connection.last == index) connection.last = before;
}

void FluidNetwork::sleep(Connection& connection, PathIndex path, SimTime until) {
  connection.wake = engine_.at(until, [this, path] { pump(path); });
}

// HyStart: the gap between the acknowledgements of two rounds is the round trip less the time that
// the window takes to send. At a gap of nothing the window fills the path and does not matter.
void FluidNetwork::leave_slow_start(Connection& connection, Duration round_trip) const {
  if (connection.window < c_.transport.hystart_window_bytes) return;
  const Duration gap = round_trip - (connection.last_sent - connection.round_start);
  if (gap <= c_.transport.hystart_ack_delta) connection.slow_start = false;
}

// A window grows by the bytes of it that were sent and, a round trip after, acknowledged; after
// slow start by a part of them. HyStart ends it a round trip after the round began: what comes later
// of a window that takes longer to send counts as after. Over Wi-Fi in turns the acknowledgements of
// an exchange come together, before HyStart sees that they last.
void FluidNetwork::new_round(Connection& connection, const Path& over, Duration round_trip) {
  if (engine_.now() < connection.round_start + round_trip) return;
  const Duration sending = connection.last_sent - connection.round_start;
  const double slow = connection.slow_start ? connection.used : 0;
  connection.window += slow;
  if (connection.slow_start) leave_slow_start(connection, round_trip);
  if (!connection.slow_start && sending > round_trip && !over.turns) {
    const double late = slow * (1 - to_seconds(round_trip) / to_seconds(sending));
    connection.window -= late * (1 - 1 / c_.transport.acks_per_growth);
  }
  connection.window += (connection.used - slow) / c_.transport.acks_per_growth;
  connection.window = std::min(connection.window, c_.transport.largest_window_bytes);
  connection.used = 0;
  connection.round_start = engine_.now();
}

void FluidNetwork::open_after(Connection& connection, PathIndex path, Duration wait) {
  connection.open = true;
  connection.window = c_.transport.initial_window_bytes;
  connection.round_start = engine_.now() + wait;
  sleep(connection, path, connection.round_start);
}

// Sends the next piece of the first message: what is left of the window.
void FluidNetwork::pump(PathIndex path) {
  Connection& connection = connections_[path];
  if (connection.first == kNone) return;
  const Path& over = paths_.at(path);
  const Duration round_trip = over.round_trip + 2 * recorded_.extra_delay(over);
  if (!connection.open) {
    if (over.turns) return ask_for_signals(connection.first, 2);
    return open_after(connection, path, round_trip);
  }
  new_round(connection, over, round_trip);
  const double budget = std::min(connection.window, over.largest_window) - connection.used;
  if (budget <= 0) {
    sleep(connection, path, connection.round_start + round_trip);
    return;
  }
  const Message& message = messages_[connection.first];
  const double bytes = std::min(message.unsent, budget);
  if (over.report_bytes <= 0) return begin_flow(connection.first, bytes);
  pump_reported(path, bytes);
}

// A new message is reported at once, in a pause, too. What is on the air is part of the amount.
void FluidNetwork::report(Connection& connection, PathIndex path) {
  const Message& head = messages_[connection.first];
  const double moving = head.state == State::moving ? flows_.left(head.flow) : 0;
  connection.reported = std::max(0.0, paths_.at(path).report_bytes - moving);
  connection.all_there = connection.backlog <= connection.window;
  const SimTime granted = engine_.now() + seconds(c_.lte.report_pause_s - c_.lte.report_timer_s);
  if (connection.paused_until <= granted) return;
  connection.paused_until = granted;
  engine_.cancel(connection.wake);
  sleep(connection, path, granted);
}

// LTE uplink: new bytes of a message come to the radio as acknowledgements come in, each with a
// report. Once the window holds all the rest no more reports are due, and the cell, told of
// `report_bytes` at most, stops when it has granted them, until the radio's timer reports again.
void FluidNetwork::pump_reported(PathIndex path, double bytes) {
  Connection& connection = connections_[path];
  const Path& over = paths_.at(path);
  const double on_the_way = over.reported_rate * to_seconds(over.round_trip);
  const double waits = std::max(0.0, connection.window - on_the_way);
  if (!connection.all_there && connection.backlog > waits + 1) {
    connection.reported = over.report_bytes;
    return begin_flow(connection.first, std::min(bytes, connection.backlog - waits));
  }
  if (connection.reported < 1) {
    connection.reported = over.report_bytes;
    connection.paused_until = engine_.now() + seconds(c_.lte.report_pause_s);
    return sleep(connection, path, connection.paused_until);
  }
  const double piece = std::min(bytes, connection.reported);
  connection.reported -= piece;
  begin_flow(connection.first, piece);
}

}  // namespace lastmile::network::fluid
