#include "network/fluid/fluid_network.hpp"

#include <algorithm>
#include <cmath>

namespace lastmile::network {

std::unique_ptr<Network> make_fluid(Engine& engine, const Topology& topology,
                                    const FluidOptions& options) {
  validate(topology);
  return std::make_unique<fluid::FluidNetwork>(engine, topology, options);
}

namespace fluid {

FluidNetwork::FluidNetwork(Engine& engine, const Topology& topology, const FluidOptions& options)
    : engine_(engine), c_(options.coefficients), flows_(engine, *this, options.virtual_time),
      paths_(topology, c_, flows_, &engine, engine.seed()), recorded_(engine, topology, paths_, flows_),
      activity_(paths_, topology.nodes.size(), topology.links.size()),
      losses_(paths_.topology(), engine.seed()) {}

FluidNetwork::~FluidNetwork() {
  for (auto& [path, watch] : watches_) engine_.cancel(watch.look);
  for (const Message& message : messages_) engine_.cancel(message.event);
  for (const Connection& connection : connections_) engine_.cancel(connection.wake);
}

FluidNetwork::MessageIndex FluidNetwork::take_message() {
  ++in_flight_;
  if (free_.empty()) {
    messages_.emplace_back();
    return static_cast<MessageIndex>(messages_.size() - 1);
  }
  const MessageIndex index = free_.back();
  free_.pop_back();
  return index;
}

void FluidNetwork::release(MessageIndex index) {
  Message& message = messages_[index];
  message.state = State::free;
  message.completion = nullptr;
  ++message.generation;
  free_.push_back(index);
  --in_flight_;
}

TransferId FluidNetwork::start(const Transfer& transfer, Completion completion) {
  const bool local = transfer.from == transfer.to;
  return launch(local ? 0 : paths_.between(transfer.from, transfer.to), transfer, std::move(completion));
}

TransferId FluidNetwork::launch(PathIndex path, const Transfer& transfer, Completion completion) {
  const double size = transfer.size.value();
  SIM_CHECK(size >= 1 && std::floor(size) == size, "a transfer is at least one whole byte");
  const MessageIndex index = take_message();
  Message& message = messages_[index];
  message.transport = transfer.transport;
  message.local = transfer.from == transfer.to;
  message.size = message.unsent = size;
  message.chunk = message.lost = message.airtime_s = 0;
  message.retransmissions = 0;
  message.next = kNone;
  message.rides = message.goes_on = message.begun = false;
  message.signals = 0;
  message.started = message.first_sent = engine_.now();
  message.completion = std::move(completion);
  const TransferId id = (TransferId{message.generation} << 32) | index;
  if (message.local) {
    arrive_after(index, Duration(0));
    return id;
  }
  message.path = path;
  if (paths_.at(message.path).limited) message.transport = Transport::udp;
  if (message.transport == Transport::udp) {
    begin_datagrams(index);
  } else {
    enqueue(index);
  }
  return id;
}

FluidNetwork::MessageIndex FluidNetwork::find(TransferId id) const {
  const auto index = static_cast<MessageIndex>(id & UINT32_MAX);
  if (index >= messages_.size() || messages_[index].generation != id >> 32) return kNone;
  return messages_[index].state == State::free ? kNone : index;
}

void FluidNetwork::cancel(TransferId id) {
  if (id >= kFirstGroup) return cancel_group(id);
  const MessageIndex index = find(id);
  if (index == kNone) return;
  Message& message = messages_[index];
  engine_.cancel(message.event);
  if (message.watched) unwatch(index);
  const bool queued = message.transport == Transport::tcp && !message.local &&
                      message.state != State::arriving;
  const bool held = message.transport == Transport::udp && message.state == State::waiting;
  if (held) recorded_.give_back(paths_.at(message.path), message.size);
  if (message.state == State::asking) give_up_turn(index);
  if (message.state == State::signalling) stop_signal(index);
  if (message.state == State::moving) stop_flow(index);
  if (queued) {
    connections_[message.path].backlog -= message.unsent;
    leave_queue(index);
  }
  release(index);
}

void FluidNetwork::begin_datagrams(MessageIndex index) {
  Message& message = messages_[index];
  const Path& path = paths_.at(message.path);
  const Duration wait = path.limited ? recorded_.wait(path, message.size) : Duration(0);
  if (wait <= Duration(0)) return begin_flow(index, message.size);
  message.state = State::waiting;
  message.event = engine_.after(wait, [this, index] { begin_flow(index, messages_[index].size); });
}

void FluidNetwork::begin_flow(MessageIndex index, double bytes) {
  if (paths_.at(messages_[index].path).changing && !may_pass(index)) return;
  proceed(index, bytes);
}

void FluidNetwork::proceed(MessageIndex index, double bytes) {
  if (messages_[index].signals > 0) return ask_for_signals(index, messages_[index].signals);
  const Path& path = paths_.at(messages_[index].path);
  if (path.recorded) recorded_.follow(path);
  if (path.turns) {
    ask_for_turn(index, std::min(bytes, path.turn_bytes));
  } else {
    move(index, bytes);
  }
}

void FluidNetwork::move(MessageIndex index, double bytes) {
  Message& message = messages_[index];
  const Path& path = paths_.at(message.path);
  if (!message.begun) message.first_sent = engine_.now();
  message.begun = true;
  const bool last = bytes >= message.unsent;
  paths_.uses(path, bytes, message.transport, last, uses_);
  if (path.turns) add_turn(path, bytes, message);
  if (path.wifi && !message.rides) take_trailing(bytes);
  message.state = State::moving;
  message.chunk = bytes;
  message.counted = 0;
  message.flow = flows_.begin(bytes, path.weight, uses_, index);
}

// Block ack, TCP acknowledgement and backoff take the air, but nobody waits for them: the next flow
// there takes over what is left of them.
void FluidNetwork::leave_trailing(const Message& message) {
  paths_.trailing(paths_.at(message.path), message.chunk, message.transport, uses_);
  for (const Use& use : uses_) {
    if (use.resource >= trailing_.size()) trailing_.resize(use.resource + 1);
    trailing_[use.resource] = {trailing_left(use.resource) + use.per_byte, engine_.now()};
  }
}

double FluidNetwork::trailing_left(std::uint32_t resource) const {
  if (resource >= trailing_.size()) return 0;
  const Trailing& trailing = trailing_[resource];
  const double passed_s = flows_.busy(resource) ? 0 : to_seconds(engine_.now() - trailing.since);
  return std::max(0.0, trailing.left_s - passed_s);
}

void FluidNetwork::take_trailing(double bytes) {
  for (Use& use : uses_) {
    const double left_s = trailing_left(use.resource);
    if (left_s <= 0) continue;
    use.per_byte += left_s / bytes;
    trailing_[use.resource].left_s = 0;
  }
}

void FluidNetwork::stop_flow(MessageIndex index) {
  Message& message = messages_[index];
  const double sent = message.chunk - flows_.stop(message.flow);
  count(message, sent);
  message.unsent -= sent;
  const Path& path = paths_.at(message.path);
  if (path.turns) end_turn(air_of(path));
  if (message.transport == Transport::tcp) connections_[message.path].used += sent;
}

void FluidNetwork::flow_done(std::uint32_t tag) {
  Message& message = messages_[tag];
  const Path& path = paths_.at(message.path);
  if (message.state == State::signalling) return signal_done(tag);
  message.unsent -= message.chunk;
  count(message, message.chunk);
  if (message.unsent <= 0 && path.wifi && !message.rides) leave_trailing(message);
  AirTurns* const air = path.turns ? &air_of(path) : nullptr;  // the path may be another afterwards
  if (message.unsent <= 0 && message.watched) unwatch(tag);
  if (message.transport == Transport::udp) {
    datagrams_sent(tag);
  } else {
    piece_sent(tag);
  }
  if (air != nullptr) end_turn(*air);
}

void FluidNetwork::datagrams_sent(MessageIndex index) {
  Message& message = messages_[index];
  message.goes_on = message.unsent > 0;
  if (message.goes_on) return begin_flow(index, message.unsent);
  if (paths_.at(message.path).lossy) lose_datagrams(message);
  arrive_after(index, tail(messages_[index]));
}

void FluidNetwork::piece_sent(MessageIndex index) {
  Message& message = messages_[index];
  Connection& connection = connections_[message.path];
  connection.used += message.chunk;
  connection.backlog -= message.chunk;
  connection.last_sent = engine_.now();
  message.state = State::waiting;
  const PathIndex path_index = message.path;
  if (message.unsent <= 0) {
    leave_queue(index);
    const Path& path = paths_.at(message.path);
    arrive_after(index, path.lossy ? tail(message) + repair_time(message) : tail(message));
  } else if (paths_.at(path_index).turns && connection.used >= connection.window) {
    ask_for_signals(index, 1);
  } else {
    message.goes_on = true;
    pump(path_index);
    message.goes_on = false;
  }
}

Duration FluidNetwork::tail(const Message& message) const {
  const Path& path = paths_.at(message.path);
  const Duration tail = paths_.tail(path, message.size, message.transport);
  return path.recorded ? tail + recorded_.extra_delay(path) : tail;
}

void FluidNetwork::arrive_after(MessageIndex index, Duration delay) {
  messages_[index].state = State::arriving;
  messages_[index].event =
      engine_.after(delay, [this, index] { deliver(index); }, Priority::completion);
}

// The completion may start, cancel and ask for anything: the message is gone before it runs.
void FluidNetwork::deliver(MessageIndex index) {
  Message& message = messages_[index];
  const Completion completion = std::move(message.completion);
  Outcome outcome;
  outcome.delivered = Bytes(message.size - std::ceil(message.lost));
  outcome.started = message.started;
  outcome.finished = engine_.now();
  outcome.queued = message.first_sent - message.started;
  if (message.airtime_s > 0) outcome.airtime = seconds(message.airtime_s);
  outcome.retransmissions = message.retransmissions;
  release(index);
  if (completion) completion(outcome);
}

void FluidNetwork::count(Message& message, double sent) const {
  const Path& path = paths_.at(message.path);
  message.airtime_s += activity_.add(path, sent - message.counted, message.chunk, message.transport);
  message.counted = sent;
}

}  // namespace fluid
}  // namespace lastmile::network
