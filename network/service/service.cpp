#include "network/service/service.hpp"

namespace lastmile::network {

Service::Service(Engine& engine, const Topology& topology, std::unique_ptr<Network> backend)
    : engine_(engine), topology_(topology), backend_(std::move(backend)),
      priorities_(topology.nodes.size()),
      presence_(engine, topology, [this](Index message) { fail_later(message, Failure::node_down); }),
      radios_(engine, topology), signals_(engine, topology) {}

Service::~Service() {
  for (const Message& message : messages_) {
    engine_.cancel(message.event);
    engine_.cancel(message.deadline);
  }
}

Route Service::route_of(const Transfer& transfer) const {
  if (!routes_) routes_.emplace(topology_);
  return routes_->between(transfer.from, transfer.to);
}

Service::Index Service::take(const Transfer& transfer, Completion completion) {
  ++in_flight_;
  if (free_.empty()) {
    free_.push_back(static_cast<Index>(messages_.size()));
    messages_.emplace_back();
  }
  const Index index = free_.back();
  free_.pop_back();
  Message& message = messages_[index];
  message.what = transfer;
  message.completion = std::move(completion);
  message.started = engine_.now();
  message.stage = Stage::held;
  return index;
}

void Service::release(Index index) {
  Message& message = messages_[index];
  message.stage = Stage::free;
  message.generation = (message.generation + 1) & INT32_MAX;  // the top bit of an id is a group's
  message.group = kNoGroup;
  message.before = Bytes(0);
  message.queued = message.airtime_before = Duration(0);
  message.completion = nullptr;
  message.route.clear();
  free_.push_back(index);
  --in_flight_;
}

TransferId Service::id_of(Index index) const {
  return (TransferId{messages_[index].generation} << 32) | index;
}

Service::Index Service::find(TransferId id) const {
  const auto index = static_cast<Index>(id & UINT32_MAX);
  if (index >= messages_.size() || messages_[index].generation != id >> 32) return kNone;
  return messages_[index].stage == Stage::free ? kNone : index;
}

TransferId Service::start(const Transfer& transfer, Completion completion) {
  SIM_CHECK(transfer.deadline >= Duration(0), "negative deadline");
  const Index index = take(transfer, std::move(completion));
  enter(index);
  return id_of(index);
}

void Service::enter(Index index) {
  Message& message = messages_[index];
  const Transfer what = message.what;
  const bool local = what.from == what.to;
  if (!presence_.trivial() || radios_.any()) message.route = route_of(what);
  if (!presence_.trivial()) {
    if (!presence_.all_up(what.from, message.route)) return fail_later(index, Failure::node_down);
    message.watched = presence_.churns() && !local;
    if (message.watched) presence_.enter(index, what.from, message.route);
  }
  if (local) return launch(index);
  if (what.deadline > Duration(0)) {
    message.deadline = engine_.after(what.deadline, [this, index] { fail(index, Failure::deadline); });
  }
  message.entered = true;
  if (priorities_.enter(what.from, what.priority, index)) admit(index);
}

void Service::admit(Index index) {
  messages_[index].stage = Stage::waking;
  if (radios_.any()) return wake(index);
  launch(index);
}

// One radio of the route after the other: the second is needed when the first has sent something.
void Service::wake(Index index) {
  Message& message = messages_[index];
  while (message.radios_on < message.route.size()) {
    const SimTime ready = radios_.wake(message.route[message.radios_on]);
    if (ready > engine_.now()) {
      message.event = engine_.at(ready, [this, index] { radio_ready(index); });
      return;
    }
    radios_.begin(message.route[message.radios_on++]);
  }
  launch(index);
}

void Service::radio_ready(Index index) {
  Message& message = messages_[index];
  radios_.begin(message.route[message.radios_on++]);
  wake(index);
}

void Service::launch(Index index) {
  Message& message = messages_[index];
  message.queued = engine_.now() - message.started;
  if (message.group != kNoGroup) return member_ready(index);
  if (message.what.transport == Transport::arq && message.what.from != message.what.to) {
    return begin_arq(index);
  }
  move_below(index, message.what);
}

void Service::move_below(Index index, const Transfer& what) {
  messages_[index].stage = Stage::moving;
  messages_[index].below =
      backend_->start(what, [this, index](const Outcome& outcome) { arrived(index, outcome); });
}

void Service::begin_arq(Index index) {
  Message& message = messages_[index];
  message.stage = Stage::moving;
  RoundTrip& round_trip = round_trips_[{message.what.from, message.what.to}];
  message.arq = std::make_unique<Arq>(engine_, *backend_, round_trip, message.what,
                                      [this, index](const Outcome& outcome) { arrived(index, outcome); });
}

void Service::arrived(Index index, const Outcome& outcome) {
  Message& message = messages_[index];
  message.below = kNoTransfer;
  Outcome result = outcome;
  if (!result.ok && result.why == Failure::none) result.why = Failure::connection;
  result.delivered += message.before;
  result.airtime += message.airtime_before;
  result.started = message.started;
  result.queued += message.queued;
  if (result.ok && message.what.from != message.what.to) {
    history_.add(message.what.from, message.what.to, result);
  }
  finish(index, result);
}

// From everything beneath: what remains is its place and its completion.
void Service::take_off(Index index) {
  Message& message = messages_[index];
  engine_.cancel(message.event);
  if (message.stage == Stage::failed) return;
  engine_.cancel(message.deadline);
  const Stage stage = message.stage;
  message.stage = Stage::failed;
  message.arq.reset();
  if (message.below != kNoTransfer) backend_->cancel(message.below);
  message.below = kNoTransfer;
  for (std::uint16_t i = 0; i < message.radios_on; ++i) radios_.end(message.route[i]);
  message.radios_on = 0;
  if (message.watched) presence_.leave(index, message.what.from, message.route);
  message.watched = false;
  const GroupId group = message.group;
  if (message.entered) {
    message.entered = false;
    priorities_.leave(message.what.from, message.what.priority, index, freed_);
    for (const Index next : freed_) admit(next);
  }
  if (group != kNoGroup) member_left(group, stage);
}

// The completion may start, cancel and ask for anything: the message is gone before it runs.
void Service::finish(Index index, const Outcome& outcome) {
  take_off(index);
  const Completion completion = std::move(messages_[index].completion);
  release(index);
  if (completion) completion(outcome);
}

Outcome Service::failure(const Message& message, Failure why) const {
  Outcome outcome;
  outcome.ok = false;
  outcome.why = why;
  outcome.started = message.started;
  outcome.delivered = message.before;
  if (message.arq != nullptr) outcome.delivered += message.arq->delivered();
  outcome.queued = message.stage == Stage::held || message.stage == Stage::waking
                       ? engine_.now() - message.started
                       : message.queued;
  return outcome;
}

void Service::fail(Index index, Failure why) {
  Outcome outcome = failure(messages_[index], why);
  outcome.finished = engine_.now();
  finish(index, outcome);
}

void Service::fail_later(Index index, Failure why) {
  if (messages_[index].stage == Stage::failed) return;
  const Outcome outcome = failure(messages_[index], why);
  take_off(index);
  const auto tell = [this, index, why, delivered = outcome.delivered, queued = outcome.queued] {
    Outcome told;
    told.ok = false;
    told.why = why;
    told.started = messages_[index].started;
    told.finished = engine_.now();
    told.delivered = delivered;
    told.queued = queued;
    finish(index, told);
  };
  messages_[index].event = engine_.after(Duration(0), tell, Priority::completion);
}

void Service::cancel(TransferId id) {
  if (cancel_group(id)) return;
  const Index index = find(id);
  if (index == kNone) return;
  take_off(index);
  release(index);
}

bool Service::needs(const Message& message, NodeId node) const {
  if (message.what.from == node) return true;
  for (const Hop& hop : route_of(message.what)) {
    if (hop.to == node) return true;
  }
  return false;
}

void Service::set_up(NodeId node, bool up) {
  presence_.set(node, up);
  if (up) return;
  for (Index index = 0; index < messages_.size(); ++index) {
    const Message& message = messages_[index];
    if (message.stage == Stage::free || message.stage == Stage::failed) continue;
    if (needs(message, node)) fail_later(index, Failure::node_down);
  }
}

Duration Service::nominal_time(NodeId from, NodeId to, Bytes size) const {
  return backend_->view().nominal_time(from, to, size);
}

RadioActivity Service::radio_activity(NodeId node) const {
  RadioActivity activity = backend_->view().radio_activity(node);
  if (radios_.any()) radios_.add_states(node, activity);
  return activity;
}

LinkUse Service::link_use(LinkIndex link) const { return backend_->view().link_use(link); }
bool Service::up(NodeId node) const { return presence_.up(node); }
LastTransfer Service::last_transfer(NodeId from, NodeId to) const { return history_.of(from, to); }
std::optional<Dbm> Service::signal(NodeId node, LinkIndex link) const {
  return signals_.heard(node, link);
}

}  // namespace lastmile::network
